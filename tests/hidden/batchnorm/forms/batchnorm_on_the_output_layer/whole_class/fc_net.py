# Whole class: one loop over all the layers, the relu skipped in the last one.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm, self.reg, self.dtype = use_batchnorm, reg, dtype
        dims = [input_dim] + list(hidden_dims) + [num_classes]
        self.num_layers = len(dims) - 1
        self.params = {}
        rng = np.random
        if seed is not None:
            rng = np.random.RandomState(seed)
        for l in range(1, self.num_layers + 1):
            self.params["W%d" % l] = weight_scale * rng.randn(dims[l - 1], dims[l])
            self.params["b%d" % l] = np.zeros(dims[l])
            if self.use_batchnorm:
                self.params["gamma%d" % l] = np.ones(dims[l])
                self.params["beta%d" % l] = np.zeros(dims[l])
        self.bn_params = []
        if self.use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in range(self.num_layers)]
        for k, v in self.params.items():
            self.params[k] = v.astype(dtype)

    def loss(self, X, y=None):
        out = X.astype(self.dtype)
        for bn_param in self.bn_params:
            bn_param["mode"] = "train" if y is not None else "test"

        affine_caches, bn_caches, relu_caches = [], [], []
        for l in range(1, self.num_layers + 1):
            out, c = affine_forward(out, self.params["W%d" % l], self.params["b%d" % l])
            affine_caches.append(c)
            if self.use_batchnorm:
                out, c = batchnorm_forward(out, self.params["gamma%d" % l],
                                           self.params["beta%d" % l], self.bn_params[l - 1])
                bn_caches.append(c)
            if l < self.num_layers:
                out, c = relu_forward(out)
                relu_caches.append(c)
        scores = out
        if y is None:
            return scores

        loss, dout = softmax_loss(scores, y)
        grads = {}
        for l in range(self.num_layers, 0, -1):
            if l < self.num_layers:
                dout = relu_backward(dout, relu_caches.pop())
            if self.use_batchnorm:
                dout, dgamma, dbeta = batchnorm_backward(dout, bn_caches.pop())
                grads["gamma%d" % l] = dgamma
                grads["beta%d" % l] = dbeta
            dout, dW, db = affine_backward(dout, affine_caches.pop())
            W = self.params["W%d" % l]
            loss += 0.5 * self.reg * float(np.sum(W * W))
            grads["W%d" % l] = dW + self.reg * W
            grads["b%d" % l] = db
        return loss, grads
