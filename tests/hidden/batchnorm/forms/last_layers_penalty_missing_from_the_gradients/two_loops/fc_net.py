# One loop for the loss and one for the gradients, with ranges that differ by one.


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
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        layers = range(1, self.num_layers + 1)
        self.params = {f"W{k}": weight_scale * rng.randn(dims[k - 1], dims[k]) for k in layers}
        self.params |= {f"b{k}": np.zeros(dims[k]) for k in layers}
        if use_batchnorm:
            self.params |= {f"gamma{k}": np.ones(dims[k]) for k in layers[:-1]}
            self.params |= {f"beta{k}": np.zeros(dims[k]) for k in layers[:-1]}
        self.bn_params = [{"mode": "train"} for _ in hidden_dims if use_batchnorm]
        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def _of(self, layer):
        names = ["W", "b", "gamma", "beta"] if self.use_batchnorm else ["W", "b"]
        return [self.params[f"{name}{layer}"] for name in names]

    def loss(self, X, y=None):
        last = self.num_layers
        out, caches = X.astype(self.dtype, copy=False), []
        for layer in range(1, last):
            if self.use_batchnorm:
                bn_param = self.bn_params[layer - 1]
                bn_param["mode"] = "test" if y is None else "train"
                out, cache = affine_batchnorm_relu_forward(out, *self._of(layer), bn_param)
            else:
                out, cache = affine_relu_forward(out, *self._of(layer))
            caches.append(cache)
        scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        if y is None:
            return scores

        loss, dout = softmax_loss(scores, y)
        dout, dW, db = affine_backward(dout, cache)
        grads = {f"W{last}": dW, f"b{last}": db}
        for layer in range(last - 1, 0, -1):
            if self.use_batchnorm:
                dout, *found = affine_batchnorm_relu_backward(dout, caches[layer - 1])
            else:
                dout, *found = affine_relu_backward(dout, caches[layer - 1])
            for name, grad in zip(["W", "b", "gamma", "beta"], found):
                grads[f"{name}{layer}"] = grad

        for layer in range(1, last + 1):
            loss += self.reg * float(np.sum(self.params[f"W{layer}"] ** 2)) / 2
        for layer in range(1, last):
            grads[f"W{layer}"] += self.reg * self.params[f"W{layer}"]
        return loss, grads
