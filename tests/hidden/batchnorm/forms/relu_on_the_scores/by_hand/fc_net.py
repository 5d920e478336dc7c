# Whole class, affine and relu in plain numpy; one loop for all layers, masks in a list.
from .layers import batchnorm_backward, batchnorm_forward


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
        all_dims = list(hidden_dims) + [num_classes]
        fan_in = input_dim
        for i, fan_out in enumerate(all_dims, 1):
            self.params["W%d" % i] = (weight_scale * rng.randn(fan_in, fan_out)).astype(dtype)
            self.params["b%d" % i] = np.zeros(fan_out, dtype)
            fan_in = fan_out
        if use_batchnorm:
            for i, h in enumerate(hidden_dims, 1):
                self.params["gamma%d" % i] = np.ones(h, dtype)
                self.params["beta%d" % i] = np.zeros(h, dtype)
                self.bn_params.append({"mode": "train"})

    def loss(self, X, y=None):
        a = X.reshape(X.shape[0], -1).astype(self.dtype)
        inputs, masks, bn_caches = [], [], []
        for i in range(1, self.num_layers + 1):
            inputs.append(a)
            z = np.dot(a, self.params["W%d" % i]) + self.params["b%d" % i]
            if self.use_batchnorm and i < self.num_layers:
                self.bn_params[i - 1]["mode"] = "test" if y is None else "train"
                z, c = batchnorm_forward(
                    z, self.params["gamma%d" % i], self.params["beta%d" % i], self.bn_params[i - 1])
                bn_caches.append(c)
            a = np.where(z < 0, 0, z)
            masks.append((a > 0).astype(self.dtype))
        if y is None:
            return a

        loss, delta = softmax_loss(a, y)
        grads = {}
        for i in range(self.num_layers, 0, -1):
            delta = delta * masks[i - 1]
            if self.use_batchnorm and i < self.num_layers:
                delta, grads["gamma%d" % i], grads["beta%d" % i] = batchnorm_backward(
                    delta, bn_caches[i - 1])
            W = self.params["W%d" % i]
            grads["W%d" % i] = np.dot(inputs[i - 1].T, delta) + self.reg * W
            grads["b%d" % i] = delta.sum(axis=0)
            delta = np.dot(delta, W.T)
            loss += 0.5 * self.reg * float(np.sum(W**2))
        return loss, grads
