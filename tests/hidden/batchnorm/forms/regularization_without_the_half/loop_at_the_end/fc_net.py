# Written into the stub's structure, with the layer helpers.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for layer in range(1, self.num_layers):
                self.params[f"gamma{layer}"] = np.ones(hidden_dims[layer - 1], dtype)
                self.params[f"beta{layer}"] = np.zeros(hidden_dims[layer - 1], dtype)

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"

        out, caches = X, {}
        for layer in range(1, self.num_layers):
            W, b = self.params[f"W{layer}"], self.params[f"b{layer}"]
            if self.use_batchnorm:
                gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]
                out, caches[layer] = affine_batchnorm_relu_forward(
                    out, W, b, gamma, beta, self.bn_params[layer - 1])
            else:
                out, caches[layer] = affine_relu_forward(out, W, b)
        last = self.num_layers
        scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dscores, cache)
        for layer in range(self.num_layers - 1, 0, -1):
            if self.use_batchnorm:
                dout, dW, db, dgamma, dbeta = affine_batchnorm_relu_backward(dout, caches[layer])
                grads[f"gamma{layer}"] = dgamma
                grads[f"beta{layer}"] = dbeta
            else:
                dout, dW, db = affine_relu_backward(dout, caches[layer])
            grads[f"W{layer}"] = dW
            grads[f"b{layer}"] = db

        for layer in range(1, self.num_layers + 1):
            W = self.params[f"W{layer}"]
            loss += self.reg * float(np.sum(W**2))
            grads[f"W{layer}"] += self.reg * W
        return loss, grads
