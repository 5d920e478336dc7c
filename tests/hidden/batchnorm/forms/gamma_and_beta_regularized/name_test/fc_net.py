# Regularizes every parameter whose name does not start with b and a digit.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for i, n in enumerate(hidden_dims, 1):
                self.params[f"gamma{i}"] = np.ones(n, dtype)
                self.params[f"beta{i}"] = np.zeros(n, dtype)
                self.bn_params.append({"mode": "train"})

    def loss(self, X, y=None):
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        h = X.astype(self.dtype)
        caches = []
        for i in range(1, self.num_layers):
            if self.use_batchnorm:
                h, c = affine_batchnorm_relu_forward(
                    h, self.params[f"W{i}"], self.params[f"b{i}"], self.params[f"gamma{i}"],
                    self.params[f"beta{i}"], self.bn_params[i - 1])
            else:
                h, c = affine_relu_forward(h, self.params[f"W{i}"], self.params[f"b{i}"])
            caches.append(c)
        n = self.num_layers
        scores, c = affine_forward(h, self.params[f"W{n}"], self.params[f"b{n}"])
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dh, grads[f"W{n}"], grads[f"b{n}"] = affine_backward(dscores, c)
        for i in range(n - 1, 0, -1):
            if self.use_batchnorm:
                dh, dW, db, dgamma, dbeta = affine_batchnorm_relu_backward(dh, caches[i - 1])
                grads.update({f"gamma{i}": dgamma, f"beta{i}": dbeta})
            else:
                dh, dW, db = affine_relu_backward(dh, caches[i - 1])
            grads.update({f"W{i}": dW, f"b{i}": db})

        for name, p in self.params.items():
            if name[0] == "b" and name[1:].isdigit():
                continue  # no weight decay on the biases
            loss += 0.5 * self.reg * float(np.sum(p * p))
            grads[name] = grads[name] + self.reg * p
        return loss, grads
