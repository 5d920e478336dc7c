# Keeps only each layer's input; the backward pass runs the layer again to get its caches.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg, self.dtype = reg, dtype
        self.num_layers = len(hidden_dims) + 1
        generator = np.random.RandomState(seed) if seed is not None else np.random
        self.params, self.bn_params = {}, []
        width = input_dim
        for i, nxt in enumerate([*hidden_dims, num_classes], 1):
            self.params[f"W{i}"] = np.asarray(generator.randn(width, nxt) * weight_scale, dtype)
            self.params[f"b{i}"] = np.zeros(nxt, dtype)
            width = nxt
        if use_batchnorm:
            for i, width in enumerate(hidden_dims, 1):
                self.params[f"gamma{i}"] = np.ones(width, dtype)
                self.params[f"beta{i}"] = np.zeros(width, dtype)
                self.bn_params.append({"mode": "train"})

    def _layer(self, i, x):
        """One hidden layer: output and the three caches."""
        out, c_affine = affine_forward(x, self.params[f"W{i}"], self.params[f"b{i}"])
        c_bn = None
        if self.use_batchnorm:
            out, c_bn = batchnorm_forward(
                out, self.params[f"gamma{i}"], self.params[f"beta{i}"], self.bn_params[i - 1])
        out, c_relu = relu_forward(out)
        return out, c_affine, c_bn, c_relu

    def loss(self, X, y=None):
        for d in self.bn_params:
            d["mode"] = "train" if y is not None else "test"
        x = [X.astype(self.dtype)]
        for i in range(1, self.num_layers):
            x.append(self._layer(i, x[-1])[0])
        n = self.num_layers
        scores, c = affine_forward(x[-1], self.params[f"W{n}"], self.params[f"b{n}"])
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dx, grads[f"W{n}"], grads[f"b{n}"] = affine_backward(dscores, c)
        for i in range(n - 1, 0, -1):
            _, c_affine, c_bn, c_relu = self._layer(i, x[i - 1])
            dx = relu_backward(dx, c_relu)
            if self.use_batchnorm:
                dx, grads[f"gamma{i}"], grads[f"beta{i}"] = batchnorm_backward(dx, c_bn)
            dx, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(dx, c_affine)
        for i in range(1, n + 1):
            loss = loss + 0.5 * self.reg * float((self.params[f"W{i}"] ** 2).sum())
            grads[f"W{i}"] = grads[f"W{i}"] + self.reg * self.params[f"W{i}"]
        return loss, grads
