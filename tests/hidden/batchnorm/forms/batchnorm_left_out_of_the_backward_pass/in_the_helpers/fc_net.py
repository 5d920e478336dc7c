# Only the batchnorm case of loss is new, with one method for each direction.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for i, h in enumerate(hidden_dims, 1):
                self.bn_params.append({"mode": "train"})
                self.params[f"gamma{i}"] = np.ones(h, dtype)
                self.params[f"beta{i}"] = np.zeros(h, dtype)

    def _up(self, x):
        p, n, caches = self.params, self.num_layers, []
        for i in range(1, n):
            x, cache = affine_batchnorm_relu_forward(
                x, p[f"W{i}"], p[f"b{i}"], p[f"gamma{i}"], p[f"beta{i}"], self.bn_params[i - 1])
            caches.append(cache)
        x, cache = affine_forward(x, p[f"W{n}"], p[f"b{n}"])
        return x, [*caches, cache]

    def _down(self, d, caches):
        n, grads = self.num_layers, {}
        d, grads[f"W{n}"], grads[f"b{n}"] = affine_backward(d, caches[-1])
        for i in range(n - 1, 0, -1):
            d, dw, db, dgamma, dbeta = affine_batchnorm_relu_backward(d, caches[i - 1])
            grads |= {f"W{i}": dw, f"b{i}": db, f"gamma{i}": dgamma, f"beta{i}": dbeta}
        return grads

    def loss(self, X, y=None):
        if not self.use_batchnorm:
            return super().loss(X, y)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        scores, caches = self._up(X.astype(self.dtype))
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        grads = self._down(dscores, caches)
        for i in range(1, self.num_layers + 1):
            W = self.params[f"W{i}"]
            loss += 0.5 * self.reg * float(np.sum(W**2))
            grads[f"W{i}"] += self.reg * W
        return loss, grads
