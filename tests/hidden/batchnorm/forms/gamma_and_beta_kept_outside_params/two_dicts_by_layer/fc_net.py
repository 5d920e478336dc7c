# self.gamma and self.beta are dicts, layer number -> array. The gradients are in grads, by name.


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

        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        params = {}
        for layer, (fan_in, fan_out) in enumerate(zip(dims[:-1], dims[1:]), start=1):
            params[f"W{layer}"] = weight_scale * rng.randn(fan_in, fan_out)
            params[f"b{layer}"] = np.zeros(fan_out)
        self.params = {name: param.astype(dtype) for name, param in params.items()}

        self.bn_params = [{"mode": "train"} for _ in hidden_dims] if use_batchnorm else []
        self.gamma = {k: np.ones(dims[k], dtype=dtype) for k in range(1, self.num_layers)}
        self.beta = {k: np.zeros(dims[k], dtype=dtype) for k in range(1, self.num_layers)}

    def hidden_forward(self, x, k):
        W, b = self.params[f"W{k}"], self.params[f"b{k}"]
        if not self.use_batchnorm:
            return affine_relu_forward(x, W, b)
        return affine_batchnorm_relu_forward(
            x, W, b, self.gamma[k], self.beta[k], self.bn_params[k - 1]
        )

    def hidden_backward(self, dout, cache, k, grads):
        if self.use_batchnorm:
            dx, dW, db, dgamma, dbeta = affine_batchnorm_relu_backward(dout, cache)
            grads.update({f"gamma{k}": dgamma, f"beta{k}": dbeta})
        else:
            dx, dW, db = affine_relu_backward(dout, cache)
        grads.update({f"W{k}": dW, f"b{k}": db})
        return dx

    def loss(self, X, y=None):
        out = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        self.dropout_param["mode"] = "test" if y is None else "train"
        if self.use_dropout:
            raise NotImplementedError("FullyConnectedNet.loss comes with the assignment Dropout")

        last = self.num_layers
        caches = {}
        for k in range(1, last):
            out, caches[k] = self.hidden_forward(out, k)
        scores, caches[last] = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        if y is None:
            return scores

        loss, dout = softmax_loss(scores, y)
        grads = {}
        dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dout, caches[last])
        for k in range(last - 1, 0, -1):
            dout = self.hidden_backward(dout, caches[k], k, grads)

        for k in range(1, last + 1):
            W = self.params[f"W{k}"]
            loss += 0.5 * self.reg * float(np.sum(W * W))
            grads[f"W{k}"] += self.reg * W
        return loss, grads
