class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.use_batchnorm = use_batchnorm
        self.use_dropout = False
        self.bn_params = []
        self.reg = np.float32(reg)
        self.num_layers = len(hidden_dims) + 1
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = np.hstack([input_dim, hidden_dims, num_classes]).astype(int)
        self.params = {}
        for l in range(self.num_layers):
            self.params[f"W{l + 1}"] = np.float32(weight_scale * rng.randn(dims[l], dims[l + 1]))
            self.params[f"b{l + 1}"] = np.zeros(dims[l + 1], dtype=np.float32)

    def loss(self, X, y=None):
        h, caches = X, []
        for l in range(1, self.num_layers):
            h, cache = affine_relu_forward(h, self.params[f"W{l}"], self.params[f"b{l}"])
            caches.append(cache)
        scores, cache = affine_forward(h, self.params[f"W{l + 1}"], self.params[f"b{l + 1}"])
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dh, grads[f"W{l + 1}"], grads[f"b{l + 1}"] = affine_backward(dscores, cache)
        for l in range(self.num_layers - 1, 0, -1):
            dh, grads[f"W{l}"], grads[f"b{l}"] = affine_relu_backward(dh, caches[l - 1])
        for name, value in self.params.items():
            if name.startswith("W"):
                value = np.float32(value)
                loss += np.float32(0.5) * self.reg * np.linalg.norm(value) ** 2
                grads[name] = grads[name] + self.reg * value
        return np.float32(loss), grads
