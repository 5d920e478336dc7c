# Whole class; keeps a single self.bn_param, with forward and backward as two loops.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.bn_param = {"mode": "train"}
        self.bn_params = [self.bn_param for _ in hidden_dims] if use_batchnorm else []
        self.reg = reg
        self.dtype = dtype
        self.num_layers = len(hidden_dims) + 1
        self.params = {}
        rs = np.random.RandomState(seed) if seed is not None else np.random
        sizes = [input_dim]
        sizes.extend(hidden_dims)
        sizes.append(num_classes)
        for l in range(self.num_layers):
            self.params["W%i" % (l + 1)] = weight_scale * rs.randn(sizes[l], sizes[l + 1])
            self.params["b%i" % (l + 1)] = np.zeros(sizes[l + 1])
        if use_batchnorm:
            for l in range(self.num_layers - 1):
                self.params["gamma%i" % (l + 1)] = np.ones(sizes[l + 1])
                self.params["beta%i" % (l + 1)] = np.zeros(sizes[l + 1])
        self.params = {k: v.astype(dtype) for k, v in self.params.items()}

    def loss(self, X, y=None):
        p = self.params
        training = y is not None
        self.bn_param["mode"] = "train" if training else "test"
        a = X.astype(self.dtype)
        cache = {}
        for l in range(1, self.num_layers + 1):
            a, cache["affine", l] = affine_forward(a, p["W%i" % l], p["b%i" % l])
            if l == self.num_layers:
                break
            if self.use_batchnorm:
                a, cache["bn", l] = batchnorm_forward(
                    a, p["gamma%i" % l], p["beta%i" % l], self.bn_param)
            a, cache["relu", l] = relu_forward(a)
        if not training:
            return a

        loss, da = softmax_loss(a, y)
        grads = {}
        for l in range(self.num_layers, 0, -1):
            if l < self.num_layers:
                da = relu_backward(da, cache["relu", l])
                if self.use_batchnorm:
                    da, grads["gamma%i" % l], grads["beta%i" % l] = batchnorm_backward(
                        da, cache["bn", l])
            da, grads["W%i" % l], grads["b%i" % l] = affine_backward(da, cache["affine", l])
            grads["W%i" % l] += self.reg * p["W%i" % l]
            loss += 0.5 * self.reg * float(np.sum(p["W%i" % l] ** 2))
        return loss, grads
