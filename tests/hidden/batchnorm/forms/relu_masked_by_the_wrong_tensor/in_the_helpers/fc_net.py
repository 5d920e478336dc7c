# Stub's net filled in; batchnorm lives in the helpers of layer_utils.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for i in range(1, self.num_layers):
                self.params[f"gamma{i}"] = np.ones_like(self.params[f"b{i}"])
                self.params[f"beta{i}"] = np.zeros_like(self.params[f"b{i}"])

    def loss(self, X, y=None):
        if not self.use_batchnorm:
            return super().loss(X, y)
        out = X.astype(self.dtype)
        caches = []
        for i in range(1, self.num_layers):
            self.bn_params[i - 1]["mode"] = "test" if y is None else "train"
            out, cache = affine_batchnorm_relu_forward(
                out, self.params[f"W{i}"], self.params[f"b{i}"],
                self.params[f"gamma{i}"], self.params[f"beta{i}"], self.bn_params[i - 1])
            caches.append(cache)
        L = self.num_layers
        scores, cache = affine_forward(out, self.params[f"W{L}"], self.params[f"b{L}"])
        if y is None:
            return scores
        loss, dout = softmax_loss(scores, y)
        grads = {}
        dout, grads[f"W{L}"], grads[f"b{L}"] = affine_backward(dout, cache)
        for i in range(L - 1, 0, -1):
            dout, dw, db, dgamma, dbeta = affine_batchnorm_relu_backward(dout, caches.pop())
            grads[f"W{i}"], grads[f"b{i}"] = dw, db
            grads[f"gamma{i}"], grads[f"beta{i}"] = dgamma, dbeta
        for i in range(1, L + 1):
            loss += 0.5 * self.reg * float(np.sum(self.params[f"W{i}"] ** 2))
            grads[f"W{i}"] += self.reg * self.params[f"W{i}"]
        return loss, grads
