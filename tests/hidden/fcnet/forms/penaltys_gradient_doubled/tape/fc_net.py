# A tape of what has to be undone; the penalty by the parameters' names.
from .layers import relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.use_batchnorm, self.bn_params = use_batchnorm, []
        self.use_dropout = dropout_keep_ratio < 1
        self.dropout_param = {"mode": "train", "p": dropout_keep_ratio}
        self.num_layers = len(hidden_dims) + 1
        self.reg, self.dtype, self.params = reg, dtype, {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        width = input_dim
        for i, hidden in enumerate(hidden_dims):
            W = rng.standard_normal((width, hidden)) * weight_scale
            self.params["W%d" % (i + 1)] = W.astype(dtype)
            self.params["b%d" % (i + 1)] = np.zeros((hidden,), dtype)
            width = hidden
        last = self.num_layers
        W = rng.standard_normal((width, num_classes)) * weight_scale
        self.params["W%d" % last] = W.astype(dtype)
        self.params["b%d" % last] = np.zeros((num_classes,), dtype)

    def loss(self, X, y=None):
        h, tape = X.astype(self.dtype), []
        for i in range(1, self.num_layers + 1):
            h, cache = affine_forward(h, self.params["W" + str(i)], self.params["b" + str(i)])
            tape.append((str(i), cache))
            if i < self.num_layers:
                h, cache = relu_forward(h)
                tape.append(("relu", cache))
        if y is None:
            return h

        loss, d = softmax_loss(h, y)
        grads = {}
        while tape:
            what, cache = tape.pop()
            if what == "relu":
                d = relu_backward(d, cache)
            else:
                d, grads["W" + what], grads["b" + what] = affine_backward(d, cache)
        for name, param in self.params.items():
            if name[0] == "W":
                loss = loss + 0.5 * self.reg * np.linalg.norm(param) ** 2
                grads[name] = grads[name] + self.reg * (param + param)
        return loss, grads
