# The gradient of the penalty is added when a layer's dW is stored, and again at the end.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        self.params = {}
        self.bn_params = []
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        for l in range(1, self.num_layers + 1):
            self.params["W" + str(l)] = weight_scale * rng.randn(dims[l - 1], dims[l])
            self.params["b" + str(l)] = np.zeros(dims[l])
        if self.use_batchnorm:
            for l in range(1, self.num_layers):
                self.params["gamma" + str(l)] = np.ones(dims[l])
                self.params["beta" + str(l)] = np.zeros(dims[l])
                self.bn_params.append({"mode": "train"})
        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"

        a = X
        caches = []
        for l in range(1, self.num_layers):
            s = str(l)
            z, fc_cache = affine_forward(a, self.params["W" + s], self.params["b" + s])
            bn_cache = None
            if self.use_batchnorm:
                z, bn_cache = batchnorm_forward(
                    z, self.params["gamma" + s], self.params["beta" + s], self.bn_params[l - 1]
                )
            a, relu_cache = relu_forward(z)
            caches.append((fc_cache, bn_cache, relu_cache))
        s = str(self.num_layers)
        scores, fc_cache = affine_forward(a, self.params["W" + s], self.params["b" + s])
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        for name in self.params:
            if name[0] == "W":
                loss += 0.5 * self.reg * float(np.sum(self.params[name] ** 2))

        grads = {}
        da, dW, grads["b" + s] = affine_backward(dscores, fc_cache)
        grads["W" + s] = dW + self.reg * self.params["W" + s]
        for l in range(self.num_layers - 1, 0, -1):
            s = str(l)
            fc_cache, bn_cache, relu_cache = caches[l - 1]
            dz = relu_backward(da, relu_cache)
            if self.use_batchnorm:
                dz, grads["gamma" + s], grads["beta" + s] = batchnorm_backward(dz, bn_cache)
            da, dW, grads["b" + s] = affine_backward(dz, fc_cache)
            grads["W" + s] = dW + self.reg * self.params["W" + s]

        for name in grads:
            if name[0] == "W":
                grads[name] += self.reg * self.params[name]
        return loss, grads
