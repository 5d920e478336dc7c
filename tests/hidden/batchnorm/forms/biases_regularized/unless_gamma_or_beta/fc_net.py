# Whole class; the penalty goes over all of params except what batchnorm added.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = (input_dim,) + tuple(hidden_dims) + (num_classes,)
        self.params = {}
        self.bn_params = []
        for layer in range(1, self.num_layers + 1):
            m, n = dims[layer - 1 : layer + 1]
            self.params[f"W{layer}"] = (weight_scale * rng.randn(m, n)).astype(dtype)
            self.params[f"b{layer}"] = np.zeros(n).astype(dtype)
            if layer < self.num_layers and use_batchnorm:
                self.params[f"gamma{layer}"] = np.ones(n).astype(dtype)
                self.params[f"beta{layer}"] = np.zeros(n).astype(dtype)
                self.bn_params.append({"mode": "train"})

    def loss(self, X, y=None):
        train = y is not None
        values, caches = [X.astype(self.dtype)], []
        for layer in range(1, self.num_layers):
            a, a_cache = affine_forward(
                values[-1], self.params[f"W{layer}"], self.params[f"b{layer}"])
            if self.use_batchnorm:
                bn_param = self.bn_params[layer - 1]
                bn_param["mode"] = "train" if train else "test"
                n, n_cache = batchnorm_forward(
                    a, self.params[f"gamma{layer}"], self.params[f"beta{layer}"], bn_param)
            else:
                n, n_cache = a, None
            r, r_cache = relu_forward(n)
            values.append(r)
            caches.append((a_cache, n_cache, r_cache))
        last = self.num_layers
        scores, last_cache = affine_forward(
            values[-1], self.params[f"W{last}"], self.params[f"b{last}"])
        if not train:
            return scores

        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dr, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dscores, last_cache)
        for layer in range(last - 1, 0, -1):
            a_cache, n_cache, r_cache = caches[layer - 1]
            da = dn = relu_backward(dr, r_cache)
            if self.use_batchnorm:
                da, grads[f"gamma{layer}"], grads[f"beta{layer}"] = batchnorm_backward(dn, n_cache)
            dr, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(da, a_cache)

        squares = 0.0
        for key in grads:
            if "gamma" in key or "beta" in key:
                continue
            grads[key] = grads[key] + self.reg * self.params[key]
            squares += float(np.sum(np.square(self.params[key])))
        loss += 0.5 * self.reg * squares
        return loss, grads
