# bn_params made with [...] * n; the rest with the helpers from layer_utils.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [{"mode": "train"}] * len(hidden_dims)
            for layer, dim in enumerate(hidden_dims):
                self.params[f"gamma{layer + 1}"] = np.ones(dim, dtype=dtype)
                self.params[f"beta{layer + 1}"] = np.zeros(dim, dtype=dtype)

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        params, grads, caches = self.params, {}, []
        h = X
        for layer in range(1, self.num_layers):
            W, b = params[f"W{layer}"], params[f"b{layer}"]
            if self.use_batchnorm:
                h, cache = affine_batchnorm_relu_forward(
                    h, W, b, params[f"gamma{layer}"], params[f"beta{layer}"],
                    self.bn_params[layer - 1])
            else:
                h, cache = affine_relu_forward(h, W, b)
            caches.append(cache)
        L = self.num_layers
        scores, cache = affine_forward(h, params[f"W{L}"], params[f"b{L}"])
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        dh, grads[f"W{L}"], grads[f"b{L}"] = affine_backward(dscores, cache)
        for layer in range(L - 1, 0, -1):
            if self.use_batchnorm:
                dh, dW, db, dgamma, dbeta = affine_batchnorm_relu_backward(dh, caches[layer - 1])
                grads[f"gamma{layer}"], grads[f"beta{layer}"] = dgamma, dbeta
            else:
                dh, dW, db = affine_relu_backward(dh, caches[layer - 1])
            grads[f"W{layer}"], grads[f"b{layer}"] = dW, db
        for layer in range(1, L + 1):
            W = params[f"W{layer}"]
            loss += 0.5 * self.reg * float(np.sum(W * W))
            grads[f"W{layer}"] += self.reg * W
        return loss, grads
