# gamma and beta shaped like the bias; loss goes through the helpers with *args.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for l in range(1, self.num_layers):
                self.params[f"gamma{l}"] = np.zeros_like(self.params[f"b{l}"])
                self.params[f"beta{l}"] = np.zeros_like(self.params[f"b{l}"])
                self.bn_params.append({"mode": "train"})

    def loss(self, X, y=None):
        if not self.use_batchnorm:
            return super().loss(X, y)
        mode = "test" if y is None else "train"
        names = ("W", "b", "gamma", "beta")
        out, caches = X.astype(self.dtype), []
        for l, bn_param in enumerate(self.bn_params, start=1):
            bn_param["mode"] = mode
            args = [self.params[name + str(l)] for name in names]
            out, cache = affine_batchnorm_relu_forward(out, *args, bn_param)
            caches.append(cache)
        L = str(self.num_layers)
        scores, cache = affine_forward(out, self.params["W" + L], self.params["b" + L])
        if mode == "test":
            return scores

        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dout, grads["W" + L], grads["b" + L] = affine_backward(dscores, cache)
        for l in range(self.num_layers - 1, 0, -1):
            dout, *rest = affine_batchnorm_relu_backward(dout, caches.pop())
            for name, grad in zip(names, rest):
                grads[name + str(l)] = grad
        for l in range(1, self.num_layers + 1):
            W = self.params[f"W{l}"]
            loss += 0.5 * self.reg * float(np.sum(W * W))
            grads[f"W{l}"] += self.reg * W
        return loss, grads
