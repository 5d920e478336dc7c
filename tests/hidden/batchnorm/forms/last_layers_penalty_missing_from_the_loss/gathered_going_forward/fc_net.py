# The penalty is gathered on the way forward, in the loop of the hidden layers.


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
        self.use_batchnorm, self.reg, self.dtype = use_batchnorm, reg, dtype
        self.num_layers = 1 + len(hidden_dims)
        rng = np.random.RandomState(seed) if seed is not None else np.random
        params, bn_params = {}, []
        fan_in = input_dim
        for number, width in enumerate(hidden_dims, start=1):
            params[f"W{number}"] = weight_scale * rng.randn(fan_in, width)
            params[f"b{number}"] = np.zeros(width)
            if use_batchnorm:
                params[f"gamma{number}"], params[f"beta{number}"] = np.ones(width), np.zeros(width)
                bn_params.append({"mode": "train"})
            fan_in = width
        params[f"W{self.num_layers}"] = weight_scale * rng.randn(fan_in, num_classes)
        params[f"b{self.num_layers}"] = np.zeros(num_classes)
        self.params = {key: value.astype(dtype) for key, value in params.items()}
        self.bn_params = bn_params

    def loss(self, X, y=None):
        get = self.params.__getitem__
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        out = X.astype(self.dtype, copy=False)
        penalty = 0.0
        caches = [None]
        layer = 1
        while layer < self.num_layers:
            W, b = get(f"W{layer}"), get(f"b{layer}")
            if self.use_batchnorm:
                out, cache = affine_batchnorm_relu_forward(
                    out, W, b, get(f"gamma{layer}"), get(f"beta{layer}"), self.bn_params[layer - 1]
                )
            else:
                out, cache = affine_relu_forward(out, W, b)
            penalty += float((W**2).sum())
            caches.append(cache)
            layer += 1
        scores, cache = affine_forward(out, get(f"W{layer}"), get(f"b{layer}"))
        if y is None:
            return scores

        loss, dout = softmax_loss(scores, y)
        loss = loss + self.reg / 2 * penalty
        grads = {}
        dout, dW, grads[f"b{layer}"] = affine_backward(dout, cache)
        grads[f"W{layer}"] = dW + self.reg * get(f"W{layer}")
        while layer > 1:
            layer -= 1
            if self.use_batchnorm:
                dout, dW, db, dgamma, dbeta = affine_batchnorm_relu_backward(dout, caches[layer])
                grads[f"gamma{layer}"], grads[f"beta{layer}"] = dgamma, dbeta
            else:
                dout, dW, db = affine_relu_backward(dout, caches[layer])
            grads[f"W{layer}"] = dW + self.reg * get(f"W{layer}")
            grads[f"b{layer}"] = db
        return loss, grads
