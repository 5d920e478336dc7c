# Whole class with a _start_training method; bn settings set layer by layer.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        self.num_layers = len(hidden_dims) + 1
        self.bn_params = [None] * len(hidden_dims) if use_batchnorm else []
        self._start_training()
        rng = np.random if seed is None else np.random.RandomState(seed)
        widths = [input_dim, *hidden_dims, num_classes]
        self.params = {}
        for i in range(1, self.num_layers + 1):
            W = weight_scale * rng.randn(widths[i - 1], widths[i])
            self.params["W%d" % i] = W.astype(dtype)
            self.params["b%d" % i] = np.zeros(widths[i], dtype)
        for i in range(1, len(self.bn_params) + 1):
            self.params["gamma%d" % i] = np.ones(widths[i], dtype)
            self.params["beta%d" % i] = np.zeros(widths[i], dtype)

    def _start_training(self):
        for i in range(len(self.bn_params)):
            self.bn_params[i] = {"mode": "train"}

    def _start_testing(self):
        for i in range(len(self.bn_params)):
            self.bn_params[i]["mode"] = "test"

    def loss(self, X, y=None):
        if y is None:
            self._start_testing()
        else:
            self._start_training()
        a = X.astype(self.dtype)
        caches = []
        for i in range(1, self.num_layers + 1):
            a, c = affine_forward(a, self.params["W%d" % i], self.params["b%d" % i])
            caches.append(c)
            if i < self.num_layers and self.use_batchnorm:
                a, c = batchnorm_forward(
                    a, self.params["gamma%d" % i], self.params["beta%d" % i], self.bn_params[i - 1])
                caches.append(c)
            if i < self.num_layers:
                a, c = relu_forward(a)
                caches.append(c)
        if y is None:
            return a
        loss, da = softmax_loss(a, y)
        grads = {}
        for i in range(self.num_layers, 0, -1):
            if i < self.num_layers:
                da = relu_backward(da, caches.pop())
            if i < self.num_layers and self.use_batchnorm:
                da, grads["gamma%d" % i], grads["beta%d" % i] = batchnorm_backward(da, caches.pop())
            da, dW, grads["b%d" % i] = affine_backward(da, caches.pop())
            grads["W%d" % i] = dW + self.reg * self.params["W%d" % i]
            loss += 0.5 * self.reg * float(np.sum(self.params["W%d" % i] ** 2))
        return loss, grads
