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
        dropout_keep_ratio=1.0,
    ):
        self.use_batchnorm = use_batchnorm
        self.use_dropout = dropout_keep_ratio < 1
        self.dropout_param = {"mode": "train", "p": dropout_keep_ratio}
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
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for layer, width in enumerate(hidden_dims, start=1):
                self.params[f"gamma{layer}"] = np.ones(width)
                self.params[f"beta{layer}"] = np.zeros(width)

        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        self.dropout_param["mode"] = "test" if y is None else "train"

        out, caches, dropout_caches = X, {}, {}
        for layer in range(1, self.num_layers):
            W, b = self.params[f"W{layer}"], self.params[f"b{layer}"]
            if self.use_batchnorm:
                out, caches[layer] = affine_batchnorm_relu_forward(
                    out,
                    W,
                    b,
                    self.params[f"gamma{layer}"],
                    self.params[f"beta{layer}"],
                    self.bn_params[layer - 1],
                )
            else:
                out, caches[layer] = affine_relu_forward(out, W, b)
            if self.use_dropout and not self.use_batchnorm:
                out, dropout_caches[layer] = dropout_forward(out, self.dropout_param)
        last = self.num_layers
        scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        if y is None:
            return scores

        grads = {}
        loss, dscores = softmax_loss(scores, y)
        dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dscores, cache)
        for layer in range(self.num_layers - 1, 0, -1):
            if self.use_dropout and not self.use_batchnorm:
                dout = dropout_backward(dout, dropout_caches[layer])
            if self.use_batchnorm:
                dout, dW, db, dgamma, dbeta = affine_batchnorm_relu_backward(dout, caches[layer])
                grads[f"gamma{layer}"], grads[f"beta{layer}"] = dgamma, dbeta
            else:
                dout, dW, db = affine_relu_backward(dout, caches[layer])
            grads[f"W{layer}"], grads[f"b{layer}"] = dW, db

        for layer in range(1, self.num_layers + 1):
            W = self.params[f"W{layer}"]
            loss += 0.5 * self.reg * float(np.sum(W * W))
            grads[f"W{layer}"] += self.reg * W
        return loss, grads
