# loss makes a new list of bn_params when there are labels; the helpers do the layers.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for i, h in enumerate(hidden_dims, 1):
                self.params[f"gamma{i}"] = np.ones(h, dtype)
                self.params[f"beta{i}"] = np.zeros(h, dtype)

    def loss(self, X, y=None):
        X = X.astype(self.dtype)
        if self.use_batchnorm and y is not None:
            self.bn_params = [{"mode": "train"} for _ in range(self.num_layers - 1)]
        elif self.use_batchnorm:
            for bn_param in self.bn_params:
                bn_param["mode"] = "test"

        out, caches, P = X, {}, self.params
        for i in range(1, self.num_layers):
            if self.use_batchnorm:
                out, caches[i] = affine_batchnorm_relu_forward(
                    out, P[f"W{i}"], P[f"b{i}"], P[f"gamma{i}"], P[f"beta{i}"],
                    self.bn_params[i - 1])
            else:
                out, caches[i] = affine_relu_forward(out, P[f"W{i}"], P[f"b{i}"])
        L = self.num_layers
        scores, caches[L] = affine_forward(out, P[f"W{L}"], P[f"b{L}"])
        if y is None:
            return scores

        loss, dout = softmax_loss(scores, y)
        grads = {}
        dout, grads[f"W{L}"], grads[f"b{L}"] = affine_backward(dout, caches[L])
        for i in range(L - 1, 0, -1):
            if self.use_batchnorm:
                dout, dW, db, grads[f"gamma{i}"], grads[f"beta{i}"] = (
                    affine_batchnorm_relu_backward(dout, caches[i]))
            else:
                dout, dW, db = affine_relu_backward(dout, caches[i])
            grads[f"W{i}"], grads[f"b{i}"] = dW, db
        for i in range(1, L + 1):
            loss += 0.5 * self.reg * float(np.sum(P[f"W{i}"] * P[f"W{i}"]))
            grads[f"W{i}"] += self.reg * P[f"W{i}"]
        return loss, grads
