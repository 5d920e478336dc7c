class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.use_batchnorm, self.use_dropout, self.bn_params = False, False, []
        self.reg, self.dtype, self.num_layers = reg, dtype, len(hidden_dims) + 1
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        self.params = {}
        # The last layer first: nothing says in which order weights are drawn.
        for i in reversed(range(self.num_layers)):
            draws = rng.randn(dims[i] * dims[i + 1]) * weight_scale
            self.params[f"W{i + 1}"] = draws.reshape(dims[i], dims[i + 1]).astype(dtype)
            self.params[f"b{i + 1}"] = np.zeros_like(self.params[f"W{i + 1}"][0])

    def loss(self, X, y=None):
        return self._from(1, X.astype(self.dtype), y)

    def _from(self, i, x, y):
        """Scores, or loss and gradients, of the layers from the i-th on; the latter with dx."""
        W, b = self.params[f"W{i}"], self.params[f"b{i}"]
        if i == self.num_layers:
            out, cache = affine_forward(x, W, b)
            if y is None:
                return out
            loss, dout = softmax_loss(out, y)
            grads, back = {}, affine_backward
        else:
            out, cache = affine_relu_forward(x, W, b)
            rest = self._from(i + 1, out, y)
            if y is None:
                return rest
            loss, grads = rest
            dout, back = grads.pop("x"), affine_relu_backward
        dx, dW, db = back(dout, cache)
        grads[f"W{i}"], grads[f"b{i}"] = dW + self.reg * W, db
        if i > 1:
            grads["x"] = dx
        return loss + 0.5 * self.reg * float(np.vdot(W, W)), grads
