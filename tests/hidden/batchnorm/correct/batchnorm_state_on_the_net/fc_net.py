# The running statistics live on the net; the bn_param of each call is made afresh, and bn_params shows what there is.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    eps = 1e-5
    momentum = 0.9

    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        self.training = True
        self.running_means = [np.zeros(width, dtype) for width in hidden_dims]
        self.running_vars = [np.zeros(width, dtype) for width in hidden_dims]
        if use_batchnorm:
            for i in range(len(hidden_dims)):
                self.params[f"gamma{i + 1}"] = np.ones_like(self.params[f"b{i + 1}"])
                self.params[f"beta{i + 1}"] = np.zeros_like(self.params[f"b{i + 1}"])
            self.bn_params = [self._bn_param(i) for i in range(len(hidden_dims))]

    def _bn_param(self, i):
        return {
            "mode": "train" if self.training else "test",
            "eps": self.eps,
            "momentum": self.momentum,
            "running_mean": self.running_means[i],
            "running_var": self.running_vars[i],
        }

    def _batchnorm(self, i, a):
        bn_param = self._bn_param(i)
        out, cache = batchnorm_forward(
            a, self.params[f"gamma{i + 1}"], self.params[f"beta{i + 1}"], bn_param)
        self.running_means[i] = bn_param["running_mean"]
        self.running_vars[i] = bn_param["running_var"]
        self.bn_params[i] = bn_param
        return out, cache

    def loss(self, X, y=None):
        self.training = y is not None
        hidden = self.num_layers - 1
        out = X.astype(self.dtype, copy=False)
        fc, bn, relu = [None] * hidden, [None] * hidden, [None] * hidden
        for i in range(hidden):
            out, fc[i] = affine_forward(out, self.params[f"W{i + 1}"], self.params[f"b{i + 1}"])
            if self.use_batchnorm:
                out, bn[i] = self._batchnorm(i, out)
            out, relu[i] = relu_forward(out)
        last = str(hidden + 1)
        scores, last_cache = affine_forward(out, self.params["W" + last], self.params["b" + last])
        if not self.training:
            return scores

        loss, dout = softmax_loss(scores, y)
        grads = {}
        dout, grads["W" + last], grads["b" + last] = affine_backward(dout, last_cache)
        for i in range(hidden - 1, -1, -1):
            k = str(i + 1)
            dout = relu_backward(dout, relu[i])
            if self.use_batchnorm:
                dout, grads["gamma" + k], grads["beta" + k] = batchnorm_backward(dout, bn[i])
            dout, grads["W" + k], grads["b" + k] = affine_backward(dout, fc[i])
        if self.reg:
            for name, w in self.params.items():
                if name.startswith("W"):
                    loss += 0.5 * self.reg * (w ** 2).sum()
                    grads[name] = grads[name] + self.reg * w
        return loss, grads
