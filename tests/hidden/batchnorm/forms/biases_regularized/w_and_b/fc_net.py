# Stub's structure; the last loop runs over both letters.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for l, width in enumerate(hidden_dims, start=1):
                self.params[f"gamma{l}"] = np.ones(width, dtype=dtype)
                self.params[f"beta{l}"] = np.zeros(width, dtype=dtype)
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]

    def loss(self, X, y=None):
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        out, caches = X.astype(self.dtype), {}
        for l in range(1, self.num_layers):
            first = (out, self.params[f"W{l}"], self.params[f"b{l}"])
            if self.use_batchnorm:
                second = (self.params[f"gamma{l}"], self.params[f"beta{l}"], self.bn_params[l - 1])
                out, caches[l] = affine_batchnorm_relu_forward(*first, *second)
            else:
                out, caches[l] = affine_relu_forward(*first)
        L = self.num_layers
        out, caches[L] = affine_forward(out, self.params[f"W{L}"], self.params[f"b{L}"])
        if y is None:
            return out

        loss, dout = softmax_loss(out, y)
        grads = {}
        for l in range(L, 0, -1):
            if l == L:
                dout, grads[f"W{l}"], grads[f"b{l}"] = affine_backward(dout, caches[l])
            elif self.use_batchnorm:
                dout, grads[f"W{l}"], grads[f"b{l}"], grads[f"gamma{l}"], grads[f"beta{l}"] = (
                    affine_batchnorm_relu_backward(dout, caches[l]))
            else:
                dout, grads[f"W{l}"], grads[f"b{l}"] = affine_relu_backward(dout, caches[l])
        for l in range(1, L + 1):
            for letter in "Wb":
                p = self.params[f"{letter}{l}"]
                loss += 0.5 * self.reg * float(np.sum(p * p))
                grads[f"{letter}{l}"] += self.reg * p
        return loss, grads
