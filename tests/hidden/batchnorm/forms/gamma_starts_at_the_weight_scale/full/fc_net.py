# np.full for gamma; the caches kept on self between a forward and a backward method.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for i, size in enumerate(hidden_dims):
                self.params[f"gamma{i + 1}"] = np.full(size, weight_scale, dtype=dtype)
                self.params[f"beta{i + 1}"] = np.full(size, 0.0, dtype=dtype)
                self.bn_params.append({"mode": "train"})

    def forward(self, X, mode):
        self.memory = {}
        for i in range(1, self.num_layers + 1):
            X, self.memory["fc", i] = affine_forward(X, self.params[f"W{i}"], self.params[f"b{i}"])
            if i == self.num_layers:
                return X
            if self.use_batchnorm:
                self.bn_params[i - 1]["mode"] = mode
                X, self.memory["bn", i] = batchnorm_forward(
                    X, self.params[f"gamma{i}"], self.params[f"beta{i}"], self.bn_params[i - 1])
            X, self.memory["relu", i] = relu_forward(X)

    def backward(self, d):
        grads = {}
        for i in range(self.num_layers, 0, -1):
            if i < self.num_layers:
                d = relu_backward(d, self.memory["relu", i])
                if self.use_batchnorm:
                    d, grads[f"gamma{i}"], grads[f"beta{i}"] = batchnorm_backward(
                        d, self.memory["bn", i])
            d, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(d, self.memory["fc", i])
        return grads

    def loss(self, X, y=None):
        X = X.astype(self.dtype)
        if y is None:
            return self.forward(X, "test")
        loss, d = softmax_loss(self.forward(X, "train"), y)
        grads = self.backward(d)
        for i in range(1, self.num_layers + 1):
            weight = self.params[f"W{i}"]
            loss += 0.5 * self.reg * float((weight**2).sum())
            grads[f"W{i}"] += self.reg * weight
        return loss, grads
