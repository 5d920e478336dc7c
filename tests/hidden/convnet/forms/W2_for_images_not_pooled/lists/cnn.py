class ThreeLayerConvNet:
    def __init__(
        self,
        input_dim=(3, 32, 32),
        num_filters=32,
        filter_size=7,
        hidden_dim=100,
        num_classes=10,
        weight_scale=1e-3,
        reg=0.0,
        dtype=np.float32,
        use_batchnorm=False,
        seed=None,
    ):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        self.params = {}
        self.conv_param = {"stride": 1, "pad": (filter_size - 1) // 2}
        self.pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}

        rng = np.random if seed is None else np.random.RandomState(seed)
        C, H, W = input_dim

        p = self.params
        pooled = (num_filters, H, W)
        p["W1"] = rng.normal(0, weight_scale, (num_filters, C, filter_size, filter_size))
        p["W2"] = rng.normal(0, weight_scale, (int(np.prod(pooled)), hidden_dim))
        p["W3"] = rng.normal(0, weight_scale, (hidden_dim, num_classes))
        p["b1"], p["b2"], p["b3"] = (np.zeros(n) for n in (num_filters, hidden_dim, num_classes))

        self.bn_params = []
        if use_batchnorm:
            raise NotImplementedError("comes with the assignment norms")

        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        W3, b3 = self.params["W3"], self.params["b3"]

        caches = []
        out, cache = conv_relu_pool_forward(X, W1, b1, self.conv_param, self.pool_param)
        caches.append((conv_relu_pool_backward, cache))
        out, cache = affine_relu_forward(out, W2, b2)
        caches.append((affine_relu_backward, cache))
        out, cache = affine_forward(out, W3, b3)
        caches.append((affine_backward, cache))
        if y is None:
            return out

        loss, upstream = softmax_loss(out, y)
        grads = {}
        for layer in (3, 2, 1):
            backward, cache = caches.pop()
            upstream, dW, db = backward(upstream, cache)
            grads[f"W{layer}"] = dW
            grads[f"b{layer}"] = db
        penalty = 0
        for layer in (1, 2, 3):
            weight = self.params[f"W{layer}"]
            penalty += 0.5 * np.sum(np.square(weight))
            grads[f"W{layer}"] += self.reg * weight
        loss += self.reg * penalty
        return loss, grads
