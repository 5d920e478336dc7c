# A generator expression for the loss whose range ends one layer early.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        self.bn_params = [{"mode": "train"} for _ in hidden_dims] if use_batchnorm else []

        rng = np.random if seed is None else np.random.RandomState(seed)
        sizes = [input_dim] + list(hidden_dims) + [num_classes]
        self.params = {}
        for i in range(self.num_layers):
            n = str(i + 1)
            self.params["W" + n] = (weight_scale * rng.randn(sizes[i], sizes[i + 1])).astype(dtype)
            self.params["b" + n] = np.zeros(sizes[i + 1], dtype=dtype)
            if use_batchnorm and i < len(hidden_dims):
                self.params["gamma" + n] = np.ones(sizes[i + 1], dtype=dtype)
                self.params["beta" + n] = np.zeros(sizes[i + 1], dtype=dtype)

    def loss(self, X, y=None):
        p = self.params
        L = self.num_layers
        for bn_param in self.bn_params:
            bn_param["mode"] = "train" if y is not None else "test"

        h = X.astype(self.dtype)
        tape = []
        for i in range(1, L):
            h, c_affine = affine_forward(h, p["W%d" % i], p["b%d" % i])
            c_norm = None
            if self.use_batchnorm:
                h, c_norm = batchnorm_forward(
                    h, p["gamma%d" % i], p["beta%d" % i], self.bn_params[i - 1]
                )
            h, c_relu = relu_forward(h)
            tape.append((c_affine, c_norm, c_relu))
        scores, c_last = affine_forward(h, p["W%d" % L], p["b%d" % L])
        if y is None:
            return scores

        loss, d = softmax_loss(scores, y)
        loss += 0.5 * self.reg * sum(float(np.sum(p["W%d" % i] ** 2)) for i in range(1, L))

        grads = {}
        d, grads["W%d" % L], grads["b%d" % L] = affine_backward(d, c_last)
        for i in reversed(range(1, L)):
            c_affine, c_norm, c_relu = tape.pop()
            d = relu_backward(d, c_relu)
            if self.use_batchnorm:
                d, grads["gamma%d" % i], grads["beta%d" % i] = batchnorm_backward(d, c_norm)
            d, grads["W%d" % i], grads["b%d" % i] = affine_backward(d, c_affine)
        for i in range(1, L + 1):
            grads["W%d" % i] = grads["W%d" % i] + self.reg * p["W%d" % i]
        return loss, grads
