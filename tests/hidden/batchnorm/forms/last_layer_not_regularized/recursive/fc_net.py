# Hidden layers by recursion: _hidden handles layer i and everything above it.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for i, width in enumerate(hidden_dims, 1):
                self.bn_params.append({"mode": "train"})
                self.params[f"gamma{i}"] = np.ones(width, dtype)
                self.params[f"beta{i}"] = np.zeros(width, dtype)

    def _output(self, h, y):
        W, b = self.params[f"W{self.num_layers}"], self.params[f"b{self.num_layers}"]
        scores, cache = affine_forward(h, W, b)
        if y is None:
            return scores, None, None
        loss, dscores = softmax_loss(scores, y)
        dh, dW, db = affine_backward(dscores, cache)
        return loss, dh, {f"W{self.num_layers}": dW, f"b{self.num_layers}": db}

    def _hidden(self, i, x, y):
        if i == self.num_layers:
            return self._output(x, y)
        W = self.params[f"W{i}"]
        z, remember_z = affine_forward(x, W, self.params[f"b{i}"])
        if self.use_batchnorm:
            self.bn_params[i - 1]["mode"] = "test" if y is None else "train"
            z, remember_n = batchnorm_forward(
                z, self.params[f"gamma{i}"], self.params[f"beta{i}"], self.bn_params[i - 1])
        h, remember_h = relu_forward(z)
        result, dh, grads = self._hidden(i + 1, h, y)
        if y is None:
            return result, None, None
        dz = relu_backward(dh, remember_h)
        if self.use_batchnorm:
            dz, grads[f"gamma{i}"], grads[f"beta{i}"] = batchnorm_backward(dz, remember_n)
        dx, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(dz, remember_z)
        grads[f"W{i}"] += self.reg * W
        return result + 0.5 * self.reg * float(np.sum(W * W)), dx, grads

    def loss(self, X, y=None):
        result, _, grads = self._hidden(1, X.astype(self.dtype), y)
        if y is None:
            return result
        return result, grads
