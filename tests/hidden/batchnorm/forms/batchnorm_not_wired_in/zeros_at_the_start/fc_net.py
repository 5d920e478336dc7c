# Starts with a zero gradient for every parameter and fills in those that a layer returns.
from .layers import relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim] + list(hidden_dims) + [num_classes]
        self.params = {}
        self.bn_params = []
        for i in range(1, self.num_layers + 1):
            self.params[f"W{i}"] = weight_scale * rng.randn(dims[i - 1], dims[i])
            self.params[f"b{i}"] = np.zeros(dims[i])
            if use_batchnorm and i < self.num_layers:
                self.params[f"gamma{i}"] = np.ones(dims[i])
                self.params[f"beta{i}"] = np.zeros(dims[i])
                self.bn_params.append({"mode": "train"})
        for name in list(self.params):
            self.params[name] = self.params[name].astype(dtype)

    def loss(self, X, y=None):
        h = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"

        affine_caches, relu_caches = [], []
        for i in range(1, self.num_layers + 1):
            h, cache = affine_forward(h, self.params[f"W{i}"], self.params[f"b{i}"])
            affine_caches.append(cache)
            if i < self.num_layers:
                h, cache = relu_forward(h)
                relu_caches.append(cache)
        if y is None:
            return h

        loss, dh = softmax_loss(h, y)
        grads = {name: np.zeros_like(param) for name, param in self.params.items()}
        for i in range(self.num_layers, 0, -1):
            if i < self.num_layers:
                dh = relu_backward(dh, relu_caches.pop())
            dh, dW, db = affine_backward(dh, affine_caches.pop())
            W = self.params[f"W{i}"]
            grads[f"W{i}"] += dW + self.reg * W
            grads[f"b{i}"] += db
            loss += 0.5 * self.reg * float(np.sum(W**2))
        return loss, grads
