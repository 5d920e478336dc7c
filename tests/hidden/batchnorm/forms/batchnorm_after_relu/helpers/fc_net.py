# The stub's net with the gaps filled in through the helpers of layer_utils.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for layer, width in enumerate(hidden_dims, 1):
                self.params[f"gamma{layer}"] = np.ones(width).astype(dtype)
                self.params[f"beta{layer}"] = np.zeros(width).astype(dtype)
                self.bn_params.append({"mode": "train"})

    def loss(self, X, y=None):
        if not self.use_batchnorm:
            return super().loss(X, y)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        p, last = self.params, self.num_layers
        out, caches = X.astype(self.dtype, copy=False), {}
        for layer in range(1, last):
            out, caches[layer] = affine_batchnorm_relu_forward(
                out, p[f"W{layer}"], p[f"b{layer}"], p[f"gamma{layer}"], p[f"beta{layer}"],
                self.bn_params[layer - 1],
            )
        scores, caches[last] = affine_forward(out, p[f"W{last}"], p[f"b{last}"])
        if y is None:
            return scores
        loss, dout = softmax_loss(scores, y)
        grads = {}
        dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dout, caches[last])
        for layer in range(last - 1, 0, -1):
            dout, dw, db, dgamma, dbeta = affine_batchnorm_relu_backward(dout, caches[layer])
            grads.update({f"W{layer}": dw, f"b{layer}": db})
            grads.update({f"gamma{layer}": dgamma, f"beta{layer}": dbeta})
        for layer in range(1, last + 1):
            W = p[f"W{layer}"]
            loss += 0.5 * self.reg * float((W * W).sum())
            grads[f"W{layer}"] += self.reg * W
        return loss, grads
