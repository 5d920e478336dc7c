# The net in small methods, with generators over names; batchnorm as a step that is there or not; no helpers used.
from . import layers as L


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.dims = [input_dim, *hidden_dims, num_classes]
        self.hidden = len(hidden_dims)
        self.num_layers = self.hidden + 1
        self.use_batchnorm, self.reg, self.dtype = use_batchnorm, reg, dtype
        self.bn_params = [dict(mode="train") for _ in hidden_dims if use_batchnorm]
        self.params = dict(self._initial(weight_scale, np.random.RandomState(seed) if seed is not None else np.random))

    def _initial(self, scale, rng):
        for i in range(self.num_layers):
            yield f"W{i + 1}", (scale * rng.randn(self.dims[i], self.dims[i + 1])).astype(self.dtype)
            yield f"b{i + 1}", np.zeros(self.dims[i + 1]).astype(self.dtype)
        for i in range(self.hidden * bool(self.use_batchnorm)):
            yield f"gamma{i + 1}", np.ones(self.dims[i + 1]).astype(self.dtype)
            yield f"beta{i + 1}", np.zeros(self.dims[i + 1]).astype(self.dtype)

    def _steps(self, mode):
        """All steps of the net, first to last: (forward, backward, names of parameters)."""
        for i in range(1, self.num_layers + 1):
            yield L.affine_forward, L.affine_backward, (f"W{i}", f"b{i}")
            if i == self.num_layers:
                return
            if self.use_batchnorm:
                bn_param = self.bn_params[i - 1]
                bn_param["mode"] = mode
                yield (
                    lambda x, g, b, bn_param=bn_param: L.batchnorm_forward(x, g, b, bn_param),
                    L.batchnorm_backward,
                    (f"gamma{i}", f"beta{i}"),
                )
            yield L.relu_forward, lambda dout, cache: (L.relu_backward(dout, cache),), ()

    def _forward(self, X, mode):
        out, history = X.astype(self.dtype), []
        for forward, backward, names in self._steps(mode):
            out, cache = forward(out, *(self.params[name] for name in names))
            history.append((backward, cache, names))
        return out, history

    def _backward(self, dout, history):
        grads = {}
        for backward, cache, names in reversed(history):
            dout, *rest = backward(dout, cache)
            grads.update(zip(names, rest))
        return grads

    def loss(self, X, y=None):
        if y is None:
            return self._forward(X, "test")[0]
        scores, history = self._forward(X, "train")
        loss, dscores = L.softmax_loss(scores, y)
        grads = self._backward(dscores, history)
        for i in range(1, self.num_layers + 1):
            W = self.params[f"W{i}"]
            loss += self.reg / 2 * np.vdot(W, W)
            grads[f"W{i}"] = grads[f"W{i}"] + self.reg * W
        return loss, grads
