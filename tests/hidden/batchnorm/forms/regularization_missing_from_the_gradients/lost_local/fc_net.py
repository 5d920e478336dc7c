# Whole class. `dW = dW + ...` comes after dW has been stored, so it never reaches grads.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        sizes = [input_dim, *hidden_dims, num_classes]
        self.num_layers = len(sizes) - 1
        rng = np.random if seed is None else np.random.RandomState(seed)
        self.params, self.bn_params = {}, []
        for k in range(1, self.num_layers + 1):
            self.params[f"W{k}"] = weight_scale * rng.randn(sizes[k - 1], sizes[k])
            self.params[f"b{k}"] = np.zeros(sizes[k])
            if use_batchnorm and k < self.num_layers:
                self.params[f"gamma{k}"] = np.ones(sizes[k])
                self.params[f"beta{k}"] = np.zeros(sizes[k])
                self.bn_params.append({"mode": "train"})
        self.params = {k: np.asarray(v, dtype=dtype) for k, v in self.params.items()}

    def loss(self, X, y=None):
        a = X.astype(self.dtype)
        caches = []
        for k in range(1, self.num_layers + 1):
            a, c = affine_forward(a, self.params[f"W{k}"], self.params[f"b{k}"])
            caches.append(c)
            if k == self.num_layers:
                continue
            if self.use_batchnorm:
                self.bn_params[k - 1]["mode"] = "test" if y is None else "train"
                a, c = batchnorm_forward(
                    a, self.params[f"gamma{k}"], self.params[f"beta{k}"], self.bn_params[k - 1])
                caches.append(c)
            a, c = relu_forward(a)
            caches.append(c)
        if y is None:
            return a

        loss, da = softmax_loss(a, y)
        grads = {}
        for k in range(self.num_layers, 0, -1):
            if k != self.num_layers:
                da = relu_backward(da, caches.pop())
                if self.use_batchnorm:
                    da, grads[f"gamma{k}"], grads[f"beta{k}"] = batchnorm_backward(da, caches.pop())
            W = self.params[f"W{k}"]
            da, dW, db = affine_backward(da, caches.pop())
            grads[f"W{k}"] = dW
            grads[f"b{k}"] = db
            loss = loss + 0.5 * self.reg * float(np.sum(W * W))
            dW = dW + self.reg * W
        return loss, grads
