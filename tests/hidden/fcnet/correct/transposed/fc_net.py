class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.reg, self.dtype, self.num_layers = reg, dtype, len(hidden_dims) + 1
        self.use_batchnorm, self.use_dropout, self.bn_params = False, False, []
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        self.params = {}
        for l, (fan_in, fan_out) in enumerate(zip(dims, dims[1:]), start=1):
            self.params[f"W{l}"] = (rng.randn(fan_out, fan_in) * weight_scale).T.astype(dtype)
            self.params[f"b{l}"] = 0 * self.params[f"W{l}"].sum(axis=0)

    def forward(self, X):
        self.a, self.z = [X.reshape(X.shape[0], -1).T.astype(self.dtype)], []
        for l in range(1, self.num_layers + 1):
            self.z.append(self.params[f"W{l}"].T @ self.a[-1] + self.params[f"b{l}"][:, None])
            self.a.append(np.where(self.z[-1] > 0, self.z[-1], 0))
        return self.z[-1].T

    def loss(self, X, y=None):
        scores = self.forward(X)
        if y is None:
            return scores
        loss, d = softmax_loss(scores, y)
        grads, d = {}, d.T
        for l in range(self.num_layers, 0, -1):
            W = self.params[f"W{l}"]
            if l < self.num_layers:
                d = d * (self.z[l - 1] > 0)
            grads[f"W{l}"] = self.a[l - 1] @ d.T + self.reg * W
            grads[f"b{l}"] = d.sum(axis=1)
            d = W @ d
        squares = sum((self.params[name] ** 2).sum() for name in self.params if name[0] == "W")
        return loss + self.reg * squares / 2, grads
