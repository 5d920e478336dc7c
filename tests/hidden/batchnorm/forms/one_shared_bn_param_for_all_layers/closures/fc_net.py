# A block() that returns its output and its own backward function; the bn settings live outside.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            settings = {"mode": "train"}
            for k in range(1, self.num_layers):
                self.bn_params.append(settings)
                self.params[f"gamma{k}"] = np.ones_like(self.params[f"b{k}"])
                self.params[f"beta{k}"] = np.zeros_like(self.params[f"b{k}"])

    def _block(self, k, x, mode):
        a, affine_saved = affine_forward(x, self.params[f"W{k}"], self.params[f"b{k}"])
        bn_saved = None
        if self.use_batchnorm:
            self.bn_params[k - 1]["mode"] = mode
            a, bn_saved = batchnorm_forward(
                a, self.params[f"gamma{k}"], self.params[f"beta{k}"], self.bn_params[k - 1])
        out, relu_saved = relu_forward(a)

        def backward(dout):
            g = {}
            da = relu_backward(dout, relu_saved)
            if self.use_batchnorm:
                da, g[f"gamma{k}"], g[f"beta{k}"] = batchnorm_backward(da, bn_saved)
            dx, g[f"W{k}"], g[f"b{k}"] = affine_backward(da, affine_saved)
            return dx, g

        return out, backward

    def loss(self, X, y=None):
        mode = "test" if y is None else "train"
        out, backwards = X.astype(self.dtype), []
        for k in range(1, self.num_layers):
            out, back = self._block(k, out, mode)
            backwards.append(back)
        top = self.num_layers
        scores, top_cache = affine_forward(out, self.params[f"W{top}"], self.params[f"b{top}"])
        if y is None:
            return scores
        loss, d = softmax_loss(scores, y)
        grads = {}
        d, grads[f"W{top}"], grads[f"b{top}"] = affine_backward(d, top_cache)
        for back in reversed(backwards):
            d, g = back(d)
            grads.update(g)
        weights = [name for name in self.params if name.startswith("W")]
        for name in weights:
            grads[name] = grads[name] + self.reg * self.params[name]
        squares = sum(float(np.sum(self.params[name] ** 2)) for name in weights)
        return loss + 0.5 * self.reg * squares, grads
