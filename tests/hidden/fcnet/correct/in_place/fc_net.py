class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.bn_params, self.use_batchnorm, self.use_dropout = [], False, False
        self.reg, self.dtype, self.num_layers = reg, dtype, 1 + len(hidden_dims)
        self.grads = {}
        self.params = {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        previous = input_dim
        for number, width in enumerate(list(hidden_dims) + [num_classes]):
            W = rng.randn(previous, width).astype(dtype)
            W *= weight_scale
            self.params["W" + str(number + 1)] = W
            self.params["b" + str(number + 1)] = np.zeros((width,), dtype)
            previous = width

    def loss(self, X, y=None):
        out = X.astype(self.dtype, copy=True)
        caches = []
        for number in range(1, self.num_layers):
            out, cache = affine_relu_forward(out, self.params[f"W{number}"], self.params[f"b{number}"])
            caches.append(cache)
        out, cache = affine_forward(out, self.params[f"W{self.num_layers}"], self.params[f"b{self.num_layers}"])
        caches.append(cache)
        if y is None:
            return out
        loss, d = softmax_loss(out, y)
        # One dict for all calls.
        for number in range(self.num_layers, 0, -1):
            W = self.params[f"W{number}"]
            if number == self.num_layers:
                d, dW, db = affine_backward(d, caches.pop())
            else:
                d, dW, db = affine_relu_backward(d, caches.pop())
            dW += self.reg * W
            self.grads[f"W{number}"], self.grads[f"b{number}"] = dW, db
            loss += self.reg / 2 * (W ** 2).sum()
        return loss, self.grads
