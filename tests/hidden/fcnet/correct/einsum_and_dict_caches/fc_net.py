class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3072, num_classes=10, use_batchnorm=False, reg=0.0,
                 weight_scale=0.01, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.use_batchnorm, self.use_dropout = use_batchnorm, dropout_keep_ratio < 1
        self.bn_params, self.dropout_param = [], {"mode": "train", "p": dropout_keep_ratio}
        self.reg, self.dtype, self.num_layers = reg, dtype, len(hidden_dims) + 1
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        pairs = list(enumerate(zip(dims[:-1], dims[1:]), 1))
        weights = {f"W{k}": (rng.standard_normal(size=p) * weight_scale).astype(dtype) for k, p in pairs}
        biases = {f"b{k}": np.zeros(p[1], dtype=dtype) for k, p in pairs}
        self.params = {**weights, **biases}

    def loss(self, X, y=None):
        out, caches = X.astype(self.dtype), {}
        for k in range(1, self.num_layers):
            out, caches[k] = affine_relu_forward(out, self.params[f"W{k}"], self.params[f"b{k}"])
        L = self.num_layers
        scores, caches[L] = affine_forward(out, self.params[f"W{L}"], self.params[f"b{L}"])
        if y is None:
            return scores
        data_loss, d = softmax_loss(scores, y)
        Ws = [self.params[f"W{k}"] for k in range(1, L + 1)]
        reg_loss = 0.5 * self.reg * sum(np.einsum("ij,ij->", W, W) for W in Ws)
        grads = {}
        for k in range(L, 0, -1):
            back = affine_backward if k == L else affine_relu_backward
            d, grads[f"W{k}"], grads[f"b{k}"] = back(d, caches[k])
        grads.update({f"W{k}": grads[f"W{k}"] + self.reg * W for k, W in enumerate(Ws, 1)})
        return data_loss + reg_loss, grads
