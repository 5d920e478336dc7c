# A helper for each direction. gamma and beta are handed over, but nothing is done with them.


class FullyConnectedNet:
    def __init__(
        self,
        hidden_dims,
        input_dim=3 * 32 * 32,
        num_classes=10,
        use_batchnorm=False,
        reg=0.0,
        weight_scale=1e-2,
        dtype=np.float32,
        seed=None,
    ):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        self.params = {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        for layer in range(1, self.num_layers + 1):
            self.params[f"W{layer}"] = weight_scale * rng.randn(dims[layer - 1], dims[layer])
            self.params[f"b{layer}"] = np.zeros(dims[layer])
        self.bn_params = []
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for layer, width in enumerate(hidden_dims, start=1):
                self.params[f"gamma{layer}"] = np.ones(width)
                self.params[f"beta{layer}"] = np.zeros(width)
        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    @staticmethod
    def _layer_forward(x, W, b, gamma=None, beta=None, bn_param=None):
        out, cache = affine_relu_forward(x, W, b)
        return out, (cache, gamma, beta)

    @staticmethod
    def _layer_backward(dout, cache):
        cache, gamma, beta = cache
        grads = affine_relu_backward(dout, cache)
        if gamma is not None:
            grads += np.zeros(gamma.shape, gamma.dtype), np.zeros(beta.shape, beta.dtype)
        return grads

    def loss(self, X, y=None):
        names = ["W", "b", "gamma", "beta"] if self.use_batchnorm else ["W", "b"]
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        out, caches = X.astype(self.dtype, copy=False), {}
        for layer in range(1, self.num_layers):
            arguments = [self.params[f"{name}{layer}"] for name in names]
            if self.use_batchnorm:
                arguments.append(self.bn_params[layer - 1])
            out, caches[layer] = self._layer_forward(out, *arguments)
        last = self.num_layers
        scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        if y is None:
            return scores

        loss, dout = softmax_loss(scores, y)
        grads = {}
        dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dout, cache)
        for layer in range(last - 1, 0, -1):
            dout, *found = self._layer_backward(dout, caches[layer])
            for name, grad in zip(names, found):
                grads[f"{name}{layer}"] = grad
        for layer in range(1, last + 1):
            W = self.params[f"W{layer}"]
            loss += 0.5 * self.reg * float(np.sum(W * W))
            grads[f"W{layer}"] += self.reg * W
        return loss, grads
