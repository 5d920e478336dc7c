# Helpers for the hidden layers; the loop over the weights runs like the one over hidden layers.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for i in range(len(hidden_dims)):
                self.params[f"gamma{i + 1}"] = np.ones(hidden_dims[i], dtype=dtype)
                self.params[f"beta{i + 1}"] = np.zeros(hidden_dims[i], dtype=dtype)

    def loss(self, X, y=None):
        X = X.astype(self.dtype)
        p = self.params
        mode = "test" if y is None else "train"
        caches = []
        for i in range(1, self.num_layers):
            if self.use_batchnorm:
                self.bn_params[i - 1]["mode"] = mode
                X, c = affine_batchnorm_relu_forward(
                    X, p[f"W{i}"], p[f"b{i}"], p[f"gamma{i}"], p[f"beta{i}"], self.bn_params[i - 1])
            else:
                X, c = affine_relu_forward(X, p[f"W{i}"], p[f"b{i}"])
            caches.append(c)
        L = self.num_layers
        scores, c = affine_forward(X, p[f"W{L}"], p[f"b{L}"])
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dX, grads[f"W{L}"], grads[f"b{L}"] = affine_backward(dscores, c)
        for i in reversed(range(1, self.num_layers)):
            if self.use_batchnorm:
                (dX, grads[f"W{i}"], grads[f"b{i}"], grads[f"gamma{i}"],
                 grads[f"beta{i}"]) = affine_batchnorm_relu_backward(dX, caches[i - 1])
            else:
                dX, grads[f"W{i}"], grads[f"b{i}"] = affine_relu_backward(dX, caches[i - 1])

        for i in range(1, self.num_layers):
            loss += 0.5 * self.reg * float(np.sum(p[f"W{i}"] * p[f"W{i}"]))
            grads[f"W{i}"] += self.reg * p[f"W{i}"]
        return loss, grads
