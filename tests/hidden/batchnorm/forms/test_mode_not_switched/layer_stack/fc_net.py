# A class for one hidden layer; every forward call sets the mode to "train" before batchnorm.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class HiddenLayer:
    def __init__(self, net, index):
        self.net = net
        self.index = index

    def param(self, name):
        return self.net.params[name + str(self.index)]

    def forward(self, x):
        x, self.affine_cache = affine_forward(x, self.param("W"), self.param("b"))
        if self.net.use_batchnorm:
            bn_param = self.net.bn_params[self.index - 1]
            bn_param["mode"] = "train"
            x, self.bn_cache = batchnorm_forward(
                x, self.param("gamma"), self.param("beta"), bn_param)
        x, self.relu_cache = relu_forward(x)
        return x

    def backward(self, dx):
        grads = {}
        dx = relu_backward(dx, self.relu_cache)
        if self.net.use_batchnorm:
            dx, grads["gamma"], grads["beta"] = batchnorm_backward(dx, self.bn_cache)
        dx, grads["W"], grads["b"] = affine_backward(dx, self.affine_cache)
        return dx, {name + str(self.index): grad for name, grad in grads.items()}


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        self.hidden = [HiddenLayer(self, i + 1) for i in range(len(hidden_dims))]
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for i, width in enumerate(hidden_dims, 1):
                self.params[f"gamma{i}"] = np.ones(width, dtype=dtype)
                self.params[f"beta{i}"] = np.zeros(width, dtype=dtype)

    def loss(self, X, y=None):
        x = X.astype(self.dtype)
        for layer in self.hidden:
            x = layer.forward(x)
        L = self.num_layers
        scores, cache = affine_forward(x, self.params[f"W{L}"], self.params[f"b{L}"])
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        dx, dW, db = affine_backward(dscores, cache)
        grads = {f"W{L}": dW, f"b{L}": db}
        for layer in reversed(self.hidden):
            dx, some = layer.backward(dx)
            grads.update(some)
        for i in range(1, L + 1):
            W = self.params[f"W{i}"]
            loss += 0.5 * self.reg * float((W**2).sum())
            grads[f"W{i}"] += self.reg * W
        return loss, grads
