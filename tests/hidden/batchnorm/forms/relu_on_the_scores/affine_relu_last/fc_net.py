# The last layer goes through affine_relu_forward as well.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for layer, n in enumerate(hidden_dims, 1):
                self.params[f"gamma{layer}"] = np.ones(n, dtype)
                self.params[f"beta{layer}"] = np.zeros(n, dtype)

    def loss(self, X, y=None):
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        out, caches = X.astype(self.dtype), {}
        for layer in range(1, self.num_layers + 1):
            W, b = self.params[f"W{layer}"], self.params[f"b{layer}"]
            if self.use_batchnorm and layer < self.num_layers:
                gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]
                out, caches[layer] = affine_batchnorm_relu_forward(
                    out, W, b, gamma, beta, self.bn_params[layer - 1])
            else:
                out, caches[layer] = affine_relu_forward(out, W, b)
        if y is None:
            return out
        loss, dout = softmax_loss(out, y)
        grads = {}
        for layer in range(self.num_layers, 0, -1):
            if self.use_batchnorm and layer < self.num_layers:
                dout, dW, db, dgamma, dbeta = affine_batchnorm_relu_backward(dout, caches[layer])
                grads[f"gamma{layer}"] = dgamma
                grads[f"beta{layer}"] = dbeta
            else:
                dout, dW, db = affine_relu_backward(dout, caches[layer])
            W = self.params[f"W{layer}"]
            grads[f"W{layer}"] = dW + self.reg * W
            grads[f"b{layer}"] = db
            loss += 0.5 * self.reg * float(np.sum(W * W))
        return loss, grads
