# Affine and relu by hand with einsum; gamma made next to W in a method of its own.
from .layers import batchnorm_backward, batchnorm_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for k in range(1, self.num_layers):
                self._add_batchnorm(k, hidden_dims[k - 1], weight_scale)

    def _add_batchnorm(self, k, width, scale):
        self.params["gamma%d" % k] = (scale * np.ones(width)).astype(self.dtype)
        self.params["beta%d" % k] = np.zeros(width).astype(self.dtype)
        self.bn_params.append({"mode": "train"})

    def loss(self, X, y=None):
        z = X.reshape(X.shape[0], -1).astype(self.dtype)
        L = self.num_layers
        zs, positive, bn = [], {}, {}
        for k in range(1, L + 1):
            zs.append(z)
            z = np.einsum("nd,dm->nm", z, self.params["W%d" % k]) + self.params["b%d" % k]
            if k < L:
                if self.use_batchnorm:
                    self.bn_params[k - 1]["mode"] = ("train", "test")[y is None]
                    z, bn[k] = batchnorm_forward(
                        z, self.params["gamma%d" % k], self.params["beta%d" % k],
                        self.bn_params[k - 1])
                positive[k] = z > 0
                z = np.maximum(z, 0)
        if y is None:
            return z
        loss, dz = softmax_loss(z, y)
        grads = {}
        for k in range(L, 0, -1):
            if k < L:
                dz = np.where(positive[k], dz, 0)
                if self.use_batchnorm:
                    dz, grads["gamma%d" % k], grads["beta%d" % k] = batchnorm_backward(dz, bn[k])
            W = self.params["W%d" % k]
            grads["W%d" % k] = np.einsum("nd,nm->dm", zs[k - 1], dz) + self.reg * W
            grads["b%d" % k] = np.einsum("nm->m", dz)
            dz = np.einsum("nm,dm->nd", dz, W)
            loss += 0.5 * self.reg * float(np.einsum("dm,dm->", W, W))
        return loss, grads
