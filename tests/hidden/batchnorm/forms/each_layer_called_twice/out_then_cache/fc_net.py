# Takes the output with [0] and the cache with [1], two calls of the helper per layer.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for l, h in enumerate(hidden_dims, start=1):
                self.params[f"gamma{l}"] = np.ones(h, dtype=dtype)
                self.params[f"beta{l}"] = np.zeros(h, dtype=dtype)

    def loss(self, X, y=None):
        X = X.astype(self.dtype)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        out = {0: X}
        cache = {}
        for l in range(1, self.num_layers):
            W, b = self.params[f"W{l}"], self.params[f"b{l}"]
            if self.use_batchnorm:
                gamma, beta, bp = self.params[f"gamma{l}"], self.params[f"beta{l}"], self.bn_params[l - 1]
                out[l] = affine_batchnorm_relu_forward(out[l - 1], W, b, gamma, beta, bp)[0]
                cache[l] = affine_batchnorm_relu_forward(out[l - 1], W, b, gamma, beta, bp)[1]
            else:
                out[l] = affine_relu_forward(out[l - 1], W, b)[0]
                cache[l] = affine_relu_forward(out[l - 1], W, b)[1]
        L = self.num_layers
        scores, cache[L] = affine_forward(out[L - 1], self.params[f"W{L}"], self.params[f"b{L}"])
        if y is None:
            return scores

        loss, dout = softmax_loss(scores, y)
        grads = {}
        dout, grads[f"W{L}"], grads[f"b{L}"] = affine_backward(dout, cache[L])
        for l in range(L - 1, 0, -1):
            if self.use_batchnorm:
                back = affine_batchnorm_relu_backward(dout, cache[l])
                dout, grads[f"W{l}"], grads[f"b{l}"], grads[f"gamma{l}"], grads[f"beta{l}"] = back
            else:
                dout, grads[f"W{l}"], grads[f"b{l}"] = affine_relu_backward(dout, cache[l])
        for l in range(1, L + 1):
            W = self.params[f"W{l}"]
            loss += 0.5 * self.reg * float(np.sum(W * W))
            grads[f"W{l}"] += self.reg * W
        return loss, grads
