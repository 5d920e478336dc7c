# The dicts of initial values in comprehensions; beta is a copy of gamma.


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
        pairs = list(zip(dims, dims[1:]))
        weights = {f"W{i}": weight_scale * rng.randn(m, n) for i, (m, n) in enumerate(pairs, 1)}
        biases = {f"b{i}": np.zeros(n) for i, (_, n) in enumerate(pairs, 1)}
        gammas, betas = {}, {}
        if use_batchnorm:
            gammas = {f"gamma{i}": np.ones(n) for i, n in enumerate(hidden_dims, 1)}
            betas = {key.replace("gamma", "beta"): gammas[key].copy() for key in gammas}
        self.bn_params = [{"mode": "train"} for _ in gammas]
        everything = {**weights, **biases, **gammas, **betas}
        self.params = {name: param.astype(dtype) for name, param in everything.items()}

    def loss(self, X, y=None):
        last = self.num_layers
        out, caches = X.astype(self.dtype, copy=False), {}
        for i in range(1, last):
            W, b = self.params[f"W{i}"], self.params[f"b{i}"]
            if not self.use_batchnorm:
                out, caches[i] = affine_relu_forward(out, W, b)
                continue
            self.bn_params[i - 1]["mode"] = "test" if y is None else "train"
            gamma, beta = self.params[f"gamma{i}"], self.params[f"beta{i}"]
            out, caches[i] = affine_batchnorm_relu_forward(
                out, W, b, gamma, beta, self.bn_params[i - 1]
            )
        scores, caches[last] = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        if y is None:
            return scores

        loss, dout = softmax_loss(scores, y)
        grads = {}
        for i in range(last, 0, -1):
            if i == last:
                dout, *found = affine_backward(dout, caches[i])
            elif self.use_batchnorm:
                dout, *found = affine_batchnorm_relu_backward(dout, caches[i])
            else:
                dout, *found = affine_relu_backward(dout, caches[i])
            grads.update((f"{name}{i}", g) for name, g in zip(["W", "b", "gamma", "beta"], found))
            W = self.params[f"W{i}"]
            loss += 0.5 * self.reg * float(np.sum(W * W))
            grads[f"W{i}"] += self.reg * W
        return loss, grads
