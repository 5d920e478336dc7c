# Extra keyword parameters for the net too; the whole class anew, bn_params is a dict keyed by layer number.


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, eps=1e-5, momentum=0.9,
                 verbose=False):
        self.use_batchnorm, self.reg, self.dtype, self.verbose = use_batchnorm, reg, dtype, verbose
        self.num_layers = 1 + len(hidden_dims)
        self.params = {}
        self.bn_params = {}
        rng = np.random.RandomState(seed) if seed is not None else np.random
        prev = input_dim
        for i, width in enumerate(list(hidden_dims) + [num_classes], 1):
            self.params[f"W{i}"] = (rng.randn(prev, width) * weight_scale).astype(dtype)
            self.params[f"b{i}"] = np.zeros(width, dtype=dtype)
            if use_batchnorm and i != self.num_layers:
                self.params[f"gamma{i}"] = np.ones(width, dtype=dtype)
                self.params[f"beta{i}"] = np.zeros(width, dtype=dtype)
                self.bn_params[i] = {"mode": "train", "eps": eps, "momentum": momentum}
            prev = width

    def loss(self, X, y=None, penalty=True):
        p = self.params
        for bn_param in self.bn_params.values():
            bn_param["mode"] = "test" if y is None else "train"
        h, caches = X.astype(self.dtype), {}
        for i in range(1, self.num_layers):
            if self.use_batchnorm:
                h, caches[i] = affine_batchnorm_relu_forward(
                    x=h, w=p[f"W{i}"], b=p[f"b{i}"], gamma=p[f"gamma{i}"], beta=p[f"beta{i}"],
                    bn_param=self.bn_params[i])
            else:
                h, caches[i] = affine_relu_forward(x=h, w=p[f"W{i}"], b=p[f"b{i}"])
        L = self.num_layers
        scores, caches[L] = affine_forward(h, p[f"W{L}"], p[f"b{L}"])
        if y is None:
            return scores

        loss, d = softmax_loss(scores, y)
        if self.verbose:
            print("data loss", loss)
        grads = {}
        d, grads[f"W{L}"], grads[f"b{L}"] = affine_backward(d, caches[L])
        for i in range(L - 1, 0, -1):
            if self.use_batchnorm:
                d, grads[f"W{i}"], grads[f"b{i}"], grads[f"gamma{i}"], grads[f"beta{i}"] = (
                    affine_batchnorm_relu_backward(d, caches[i]))
            else:
                d, grads[f"W{i}"], grads[f"b{i}"] = affine_relu_backward(d, caches[i])
        if penalty:
            for name in p:
                if name.startswith("W"):
                    loss += 0.5 * self.reg * np.sum(p[name] * p[name])
                    grads[name] = grads[name] + self.reg * p[name]
        return loss, grads
