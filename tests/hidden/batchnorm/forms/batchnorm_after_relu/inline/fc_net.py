# Whole class written in one go, everything inline, caches in a list of tuples.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.num_layers = 1 + len(hidden_dims)
        self.dtype = dtype
        self.params = {}
        self.bn_params = []
        rng = np.random if seed is None else np.random.RandomState(seed)
        prev = input_dim
        for i, h in enumerate(list(hidden_dims) + [num_classes]):
            k = str(i + 1)
            self.params["W" + k] = (weight_scale * rng.randn(prev, h)).astype(dtype)
            self.params["b" + k] = np.zeros(h, dtype=dtype)
            if use_batchnorm and i + 1 < self.num_layers:
                self.params["gamma" + k] = np.ones(h, dtype=dtype)
                self.params["beta" + k] = np.zeros(h, dtype=dtype)
                self.bn_params.append({"mode": "train"})
            prev = h

    def loss(self, X, y=None):
        X = X.astype(self.dtype)
        mode = "test" if y is None else "train"
        for bp in self.bn_params:
            bp["mode"] = mode

        h = X
        caches = []
        for i in range(self.num_layers - 1):
            k = str(i + 1)
            a, fc_cache = affine_forward(h, self.params["W" + k], self.params["b" + k])
            r, relu_cache = relu_forward(a)
            if self.use_batchnorm:
                h, bn_cache = batchnorm_forward(
                    r, self.params["gamma" + k], self.params["beta" + k], self.bn_params[i])
            else:
                h, bn_cache = r, None
            caches.append((fc_cache, relu_cache, bn_cache))
        k = str(self.num_layers)
        scores, fc_cache = affine_forward(h, self.params["W" + k], self.params["b" + k])
        if mode == "test":
            return scores

        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dh, grads["W" + k], grads["b" + k] = affine_backward(dscores, fc_cache)
        for i in reversed(range(self.num_layers - 1)):
            k = str(i + 1)
            fc_cache, relu_cache, bn_cache = caches[i]
            if self.use_batchnorm:
                dh, grads["gamma" + k], grads["beta" + k] = batchnorm_backward(dh, bn_cache)
            da = relu_backward(dh, relu_cache)
            dh, grads["W" + k], grads["b" + k] = affine_backward(da, fc_cache)

        for i in range(self.num_layers):
            k = "W" + str(i + 1)
            loss += 0.5 * self.reg * float(np.sum(self.params[k] ** 2))
            grads[k] = grads[k] + self.reg * self.params[k]
        return loss, grads
