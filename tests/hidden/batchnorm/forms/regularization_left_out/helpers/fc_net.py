# The stub with its two gaps filled by the helpers, and nothing more.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for i, d in enumerate(hidden_dims):
                self.params[f"gamma{i + 1}"] = np.ones(d, dtype)
                self.params[f"beta{i + 1}"] = np.zeros(d, dtype)

    def loss(self, X, y=None):
        P = self.params
        mode = "test" if y is None else "train"
        for bn_param in self.bn_params:
            bn_param["mode"] = mode
        h, caches = X.astype(self.dtype), {}
        for i in range(1, self.num_layers):
            if self.use_batchnorm:
                h, caches[i] = affine_batchnorm_relu_forward(
                    h, P[f"W{i}"], P[f"b{i}"], P[f"gamma{i}"], P[f"beta{i}"],
                    bn_param=self.bn_params[i - 1])
            else:
                h, caches[i] = affine_relu_forward(h, P[f"W{i}"], P[f"b{i}"])
        k = self.num_layers
        scores, caches[k] = affine_forward(h, P[f"W{k}"], P[f"b{k}"])
        if mode == "test":
            return scores
        loss, dh = softmax_loss(scores, y)
        grads = {}
        dh, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(dh, caches[k])
        for i in range(k - 1, 0, -1):
            if self.use_batchnorm:
                dh, dw, db, dg, dbt = affine_batchnorm_relu_backward(dh, caches[i])
                grads[f"gamma{i}"] = dg
                grads[f"beta{i}"] = dbt
            else:
                dh, dw, db = affine_relu_backward(dh, caches[i])
            grads[f"W{i}"] = dw
            grads[f"b{i}"] = db
        return loss, grads
