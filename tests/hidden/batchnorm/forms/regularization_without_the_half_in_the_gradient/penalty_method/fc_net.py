# A method that returns the penalty and its gradients, which do not belong together.


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
        params = {}
        for layer, shape in enumerate(zip(dims[:-1], dims[1:]), 1):
            params[f"W{layer}"] = weight_scale * rng.randn(*shape)
            params[f"b{layer}"] = np.zeros(shape[1])
        self.bn_params = []
        if use_batchnorm:
            for layer, width in enumerate(hidden_dims, 1):
                params[f"gamma{layer}"] = np.ones(width)
                params[f"beta{layer}"] = np.zeros(width)
                self.bn_params.append(dict(mode="train"))
        self.params = {name: param.astype(dtype) for name, param in params.items()}

    def _penalty(self):
        weights = {k: v for k, v in self.params.items() if k.startswith("W")}
        value = self.reg * sum(float(np.sum(W**2)) for W in weights.values()) / 2
        return value, {name: self.reg * (W + W) for name, W in weights.items()}

    def _hidden(self, layer, out):
        W, b = self.params[f"W{layer}"], self.params[f"b{layer}"]
        if not self.use_batchnorm:
            return affine_relu_forward(out, W, b)
        gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]
        return affine_batchnorm_relu_forward(out, W, b, gamma, beta, self.bn_params[layer - 1])

    def loss(self, X, y=None):
        for bn_param in self.bn_params:
            bn_param.update(mode="test" if y is None else "train")
        out, caches = X.astype(self.dtype, copy=False), []
        for layer in range(1, self.num_layers):
            out, cache = self._hidden(layer, out)
            caches.append(cache)
        last = self.num_layers
        scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        if y is None:
            return scores

        loss, dout = softmax_loss(scores, y)
        grads = {}
        dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dout, cache)
        for layer in range(last - 1, 0, -1):
            cache = caches.pop()
            if self.use_batchnorm:
                dout, dW, db, dgamma, dbeta = affine_batchnorm_relu_backward(dout, cache)
                grads[f"gamma{layer}"], grads[f"beta{layer}"] = dgamma, dbeta
            else:
                dout, dW, db = affine_relu_backward(dout, cache)
            grads[f"W{layer}"], grads[f"b{layer}"] = dW, db

        penalty, slopes = self._penalty()
        for name, slope in slopes.items():
            grads[name] += slope
        return loss + penalty, grads
