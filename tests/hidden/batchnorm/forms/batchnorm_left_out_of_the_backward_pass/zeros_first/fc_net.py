# Whole class; grads starts as zeros for every parameter and is filled in on the way back.
from .layers import batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        self.num_layers = len(hidden_dims) + 1
        self.params = {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        for k in range(1, self.num_layers + 1):
            self.params["W%d" % k] = weight_scale * rng.randn(dims[k - 1], dims[k])
            self.params["b%d" % k] = np.zeros(dims[k])
            if use_batchnorm and k < self.num_layers:
                self.params["gamma%d" % k] = np.ones(dims[k])
                self.params["beta%d" % k] = np.zeros(dims[k])
        for name in list(self.params):
            self.params[name] = self.params[name].astype(self.dtype)
        self.bn_params = [{"mode": "train"} for k in hidden_dims if use_batchnorm]

    def loss(self, X, y=None):
        z = X.astype(self.dtype)
        steps = []
        for k in range(1, self.num_layers + 1):
            z, cache = affine_forward(z, self.params["W%d" % k], self.params["b%d" % k])
            steps.append((k, "affine", cache))
            if k == self.num_layers:
                break
            if self.use_batchnorm:
                self.bn_params[k - 1]["mode"] = "test" if y is None else "train"
                z, cache = batchnorm_forward(
                    z, self.params["gamma%d" % k], self.params["beta%d" % k], self.bn_params[k - 1])
                steps.append((k, "bn", cache))
            z, cache = relu_forward(z)
            steps.append((k, "relu", cache))
        if y is None:
            return z

        loss, dz = softmax_loss(z, y)
        grads = {name: np.zeros_like(value) for name, value in self.params.items()}
        for k, kind, cache in reversed(steps):
            if kind == "relu":
                dz = relu_backward(dz, cache)
            if kind == "affine":
                W = self.params["W%d" % k]
                dz, dW, db = affine_backward(dz, cache)
                grads["W%d" % k] = dW + self.reg * W
                grads["b%d" % k] = db
                loss += 0.5 * self.reg * float(np.sum(W * W))
        return loss, grads
