class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.use_batchnorm, self.bn_params = use_batchnorm, []
        self.use_dropout = dropout_keep_ratio < 1
        self.dropout_param = {"mode": "train", "p": dropout_keep_ratio}
        self.num_layers = len(hidden_dims) + 1
        self.reg, self.dtype, self.params = reg, dtype, {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        for i in range(self.num_layers):
            weights = rng.randn(dims[i], dims[i + 1])
            self.params["W" + str(i + 1)] = weight_scale * weights
            self.params["b" + str(i + 1)] = np.zeros(dims[i + 1])
        for name in self.params:
            self.params[name] = self.params[name].astype(dtype)

    def loss(self, X, y=None):
        out, caches, last = X.astype(self.dtype), {}, self.num_layers
        for layer in range(1, last):
            W, b = self.params[f"W{layer}"], self.params[f"b{layer}"]
            out, caches[layer] = affine_relu_forward(out, W, b)
        scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        if y is None:
            return scores

        grads = {}
        loss, dout = softmax_loss(scores, y)
        dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dout, cache)
        for layer in range(last - 1, 0, -1):
            dout, dW, db = affine_relu_backward(dout, caches[layer])
            grads[f"W{layer}"], grads[f"b{layer}"] = dW, db
        for layer in range(2, last + 1):
            W = self.params[f"W{layer}"]
            loss += 0.5 * self.reg * float(np.sum(W**2))
            grads[f"W{layer}"] += self.reg * W
        return loss, grads
