# Whole class: separate _penalty method with np.linalg.norm; caches on a stack.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        self.num_layers = len(hidden_dims) + 1
        self.bn_params = []
        self.params = {}
        random = np.random if seed is None else np.random.RandomState(seed)
        shapes = list(zip([input_dim, *hidden_dims], [*hidden_dims, num_classes]))
        for n, shape in enumerate(shapes, 1):
            self.params["W" + str(n)] = (random.randn(*shape) * weight_scale).astype(dtype)
            self.params["b" + str(n)] = np.zeros(shape[1], dtype)
        if use_batchnorm:
            for n, shape in enumerate(shapes[:-1], 1):
                self.params["gamma" + str(n)] = np.ones(shape[1], dtype)
                self.params["beta" + str(n)] = np.zeros(shape[1], dtype)
                self.bn_params.append({"mode": "train"})

    def _weight_names(self):
        return ["W" + str(n) for n in range(1, self.num_layers + 1)]

    def _penalty(self):
        return self.reg * sum(float(np.linalg.norm(self.params[w])) ** 2 for w in self._weight_names())

    def _penalty_gradients(self):
        return {w: self.reg * self.params[w] for w in self._weight_names()}

    def loss(self, X, y=None):
        out = X.astype(self.dtype)
        stack = []
        for n in range(1, self.num_layers + 1):
            out, c = affine_forward(out, self.params["W" + str(n)], self.params["b" + str(n)])
            stack.append(c)
            if n < self.num_layers:
                if self.use_batchnorm:
                    bn = self.bn_params[n - 1]
                    bn["mode"] = "test" if y is None else "train"
                    out, c = batchnorm_forward(
                        out, self.params["gamma" + str(n)], self.params["beta" + str(n)], bn)
                    stack.append(c)
                out, c = relu_forward(out)
                stack.append(c)
        if y is None:
            return out

        data_loss, d = softmax_loss(out, y)
        grads = {}
        for n in range(self.num_layers, 0, -1):
            if n < self.num_layers:
                d = relu_backward(d, stack.pop())
                if self.use_batchnorm:
                    d, grads["gamma" + str(n)], grads["beta" + str(n)] = batchnorm_backward(
                        d, stack.pop())
            d, grads["W" + str(n)], grads["b" + str(n)] = affine_backward(d, stack.pop())
        for w, extra in self._penalty_gradients().items():
            grads[w] = grads[w] + extra
        return data_loss + self._penalty(), grads
