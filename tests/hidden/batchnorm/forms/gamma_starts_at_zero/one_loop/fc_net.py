# Whole class: everything but the weights starts at zero, made in one loop; plain loops in loss.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm, self.reg, self.dtype = use_batchnorm, reg, dtype
        self.num_layers = len(hidden_dims) + 1
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        self.params = {}
        for i in range(1, len(dims)):
            self.params["W%d" % i] = (weight_scale * rng.randn(dims[i - 1], dims[i])).astype(dtype)
            vectors = ["b"]
            if use_batchnorm and i < len(dims) - 1:
                vectors = ["b", "gamma", "beta"]
            for v in vectors:
                self.params[v + str(i)] = np.zeros(dims[i], dtype=dtype)
        self.bn_params = [{"mode": "train"} for h in hidden_dims if use_batchnorm]

    def loss(self, X, y=None):
        x = X.astype(self.dtype)
        cs = []
        for i in range(1, self.num_layers):
            x, ca = affine_forward(x, self.params["W%d" % i], self.params["b%d" % i])
            cb = None
            if self.use_batchnorm:
                bp = self.bn_params[i - 1]
                bp["mode"] = "test" if y is None else "train"
                x, cb = batchnorm_forward(x, self.params["gamma%d" % i], self.params["beta%d" % i], bp)
            x, cr = relu_forward(x)
            cs.append({"affine": ca, "bn": cb, "relu": cr})
        n = self.num_layers
        x, last = affine_forward(x, self.params["W%d" % n], self.params["b%d" % n])
        if y is None:
            return x

        loss, dx = softmax_loss(x, y)
        g = {}
        dx, g["W%d" % n], g["b%d" % n] = affine_backward(dx, last)
        for i in range(n - 1, 0, -1):
            c = cs[i - 1]
            dx = relu_backward(dx, c["relu"])
            if self.use_batchnorm:
                dx, g["gamma%d" % i], g["beta%d" % i] = batchnorm_backward(dx, c["bn"])
            dx, g["W%d" % i], g["b%d" % i] = affine_backward(dx, c["affine"])
        for i in range(1, n + 1):
            loss += 0.5 * self.reg * float(np.sum(self.params["W%d" % i] ** 2))
            g["W%d" % i] += self.reg * self.params["W%d" % i]
        return loss, g
