# Relies on the mode set in the constructor; helpers from layer_utils.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for layer, width in enumerate(hidden_dims, start=1):
                self.params[f"gamma{layer}"] = np.ones(width, dtype=dtype)
                self.params[f"beta{layer}"] = np.zeros(width, dtype=dtype)

    def loss(self, X, y=None):
        if not self.use_batchnorm:
            return super().loss(X, y)
        L, p = self.num_layers, self.params
        h = X.astype(self.dtype)
        caches = [None] * L
        for i in range(1, L):
            h, caches[i] = affine_batchnorm_relu_forward(
                h, p[f"W{i}"], p[f"b{i}"], p[f"gamma{i}"], p[f"beta{i}"], self.bn_params[i - 1])
        scores, last_cache = affine_forward(h, p[f"W{L}"], p[f"b{L}"])
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        loss += 0.5 * self.reg * sum(float(np.sum(p[f"W{i}"] ** 2)) for i in range(1, L + 1))
        dh, dW, db = affine_backward(dscores, last_cache)
        grads = {f"W{L}": dW + self.reg * p[f"W{L}"], f"b{L}": db}
        for i in range(L - 1, 0, -1):
            dh, dW, db, dgamma, dbeta = affine_batchnorm_relu_backward(dh, caches[i])
            grads[f"W{i}"] = dW + self.reg * p[f"W{i}"]
            grads[f"b{i}"] = db
            grads[f"gamma{i}"] = dgamma
            grads[f"beta{i}"] = dbeta
        return loss, grads
