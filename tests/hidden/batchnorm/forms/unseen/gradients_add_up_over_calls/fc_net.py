from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


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
            fan_in, fan_out = dims[layer - 1], dims[layer]
            self.params[f"W{layer}"] = weight_scale * rng.randn(fan_in, fan_out)
            self.params[f"b{layer}"] = np.zeros(fan_out)

        self.bn_params = []
        self.grads = {}
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            self.params.update({f"gamma{k + 1}": np.ones(h) for k, h in enumerate(hidden_dims)})
            self.params.update({f"beta{k + 1}": np.zeros(h) for k, h in enumerate(hidden_dims)})

        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def _get(self, layer, *names):
        return [self.params[f"{name}{layer}"] for name in names]

    def _hidden_forward(self, x, layer):
        W, b = self._get(layer, "W", "b")
        x, c1 = affine_forward(x, W, b)
        c2 = None
        if self.use_batchnorm:
            gamma, beta = self._get(layer, "gamma", "beta")
            x, c2 = batchnorm_forward(x, gamma, beta, self.bn_params[layer - 1])
        x, c3 = relu_forward(x)
        return x, (c1, c2, c3)

    def _hidden_backward(self, dout, layer, cache, grads):
        c1, c2, c3 = cache
        dout = relu_backward(dout, c3)
        if self.use_batchnorm:
            dout, grads[f"gamma{layer}"], grads[f"beta{layer}"] = batchnorm_backward(dout, c2)
        dout, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(dout, c1)
        return dout

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"

        h, caches = X, []
        for layer in range(1, self.num_layers):
            h, c = self._hidden_forward(h, layer)
            caches.append(c)
        W, b = self._get(self.num_layers, "W", "b")
        scores, c = affine_forward(h, W, b)
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dh, dW, db = affine_backward(dscores, c)
        grads[f"W{self.num_layers}"], grads[f"b{self.num_layers}"] = dW, db
        for layer in range(self.num_layers - 1, 0, -1):
            dh = self._hidden_backward(dh, layer, caches.pop(), grads)

        for layer in range(1, self.num_layers + 1):
            W = self.params[f"W{layer}"]
            loss += 0.5 * self.reg * float(np.sum(W * W))
            grads[f"W{layer}"] += self.reg * W
        for name, grad in grads.items():
            self.grads[name] = self.grads.get(name, 0) + grad
        return loss, dict(self.grads)
