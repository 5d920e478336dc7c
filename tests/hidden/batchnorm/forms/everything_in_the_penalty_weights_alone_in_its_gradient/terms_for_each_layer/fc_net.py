# Adds four squares for each layer to the loss, and one term to its gradients.


class FullyConnectedNet:
    def __init__(
        self,
        hidden_dims,
        input_dim=3 * 32 * 32,
        num_classes=10,
        use_batchnorm=False,
        reg=0.0,
        weight_scale=1e-2,
        dtype=np.float32,
        seed=None,
    ):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        self.params = {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        for layer in range(1, self.num_layers + 1):
            self.params[f"W{layer}"] = weight_scale * rng.randn(dims[layer - 1], dims[layer])
            self.params[f"b{layer}"] = np.zeros(dims[layer])
            if use_batchnorm and layer < self.num_layers:
                self.params[f"gamma{layer}"] = np.ones(dims[layer])
                self.params[f"beta{layer}"] = np.zeros(dims[layer])
        self.bn_params = [{"mode": "train"} for _ in hidden_dims] if use_batchnorm else []
        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def loss(self, X, y=None):
        for bn_param in self.bn_params:
            bn_param["mode"] = "train" if y is not None else "test"
        out = X.astype(self.dtype, copy=False)
        caches, penalty = {}, 0.0
        for layer in range(1, self.num_layers):
            W, b = self.params[f"W{layer}"], self.params[f"b{layer}"]
            penalty += np.sum(W**2) + np.sum(b**2)
            if self.use_batchnorm:
                gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]
                penalty += np.sum(gamma**2) + np.sum(beta**2)
                bn_param = self.bn_params[layer - 1]
                out, caches[layer] = affine_batchnorm_relu_forward(out, W, b, gamma, beta, bn_param)
            else:
                out, caches[layer] = affine_relu_forward(out, W, b)
        last = self.num_layers
        W, b = self.params[f"W{last}"], self.params[f"b{last}"]
        penalty += np.sum(W**2) + np.sum(b**2)
        scores, caches[last] = affine_forward(out, W, b)
        if y is None:
            return scores

        data_loss, dout = softmax_loss(scores, y)
        loss = data_loss + 0.5 * self.reg * float(penalty)
        grads = {}
        for layer in range(last, 0, -1):
            if layer == last:
                dout, dW, db = affine_backward(dout, caches[layer])
            elif self.use_batchnorm:
                dout, dW, db, dgamma, dbeta = affine_batchnorm_relu_backward(dout, caches[layer])
                grads[f"gamma{layer}"], grads[f"beta{layer}"] = dgamma, dbeta
            else:
                dout, dW, db = affine_relu_backward(dout, caches[layer])
            grads[f"W{layer}"] = dW + self.reg * self.params[f"W{layer}"]
            grads[f"b{layer}"] = db
        return loss, grads
