# A helper for the hidden layers returns their gradients; what is added to dW there is not kept.


def _with_penalty(dW, W, reg):
    return dW + reg * W


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
            self.params[f"W{layer}"] = weight_scale * rng.randn(*dims[layer - 1 : layer + 1])
            self.params[f"b{layer}"] = np.zeros(dims[layer])
        self.bn_params = []
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for layer in range(len(hidden_dims)):
                self.params[f"gamma{layer + 1}"] = np.ones(hidden_dims[layer])
                self.params[f"beta{layer + 1}"] = np.zeros(hidden_dims[layer])
        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def _forward(self, layer, x):
        W, b = self.params[f"W{layer}"], self.params[f"b{layer}"]
        if not self.use_batchnorm:
            return affine_relu_forward(x, W, b)
        gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]
        return affine_batchnorm_relu_forward(x, W, b, gamma, beta, self.bn_params[layer - 1])

    def _backward(self, layer, dout, cache):
        back = affine_batchnorm_relu_backward if self.use_batchnorm else affine_relu_backward
        dx, *grads = back(dout, cache)
        named = {f"{name}{layer}": g for name, g in zip(("W", "b", "gamma", "beta"), grads)}
        _with_penalty(named[f"W{layer}"], self.params[f"W{layer}"], self.reg)
        return dx, named

    def loss(self, X, y=None):
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        out, caches = X.astype(self.dtype, copy=False), {}
        for layer in range(1, self.num_layers):
            out, caches[layer] = self._forward(layer, out)
        W, b = f"W{self.num_layers}", f"b{self.num_layers}"
        scores, cache = affine_forward(out, self.params[W], self.params[b])
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        for name, param in self.params.items():
            if name[0] == "W":
                loss += 0.5 * self.reg * float(np.sum(param * param))
        dout, dW, db = affine_backward(dscores, cache)
        grads = {W: _with_penalty(dW, self.params[W], self.reg), b: db}
        for layer in reversed(range(1, self.num_layers)):
            dout, found = self._backward(layer, dout, caches[layer])
            grads.update(found)
        return loss, grads
