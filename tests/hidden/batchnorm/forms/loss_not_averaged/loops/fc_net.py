# Goes through the examples of the batch in a Python loop for the loss and its gradient.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        for j in range(1, self.num_layers if use_batchnorm else 0):
            width = hidden_dims[j - 1]
            self.params["gamma%d" % j] = np.ones(width, dtype)
            self.params["beta%d" % j] = np.zeros(width, dtype)
            self.bn_params.append({"mode": "train"})

    def _data_loss(self, scores, y):
        loss = 0.0
        dscores = np.zeros_like(scores)
        for row in range(scores.shape[0]):
            s = scores[row] - scores[row].max()
            e = np.exp(s)
            loss += float(np.log(e.sum()) - s[y[row]])
            dscores[row] = e / e.sum()
            dscores[row, y[row]] -= 1
        return loss, dscores

    def loss(self, X, y=None):
        P = self.params
        x = X.astype(self.dtype)
        cache = {}
        for j in range(1, self.num_layers):
            x, cache["a%d" % j] = affine_forward(x, P["W%d" % j], P["b%d" % j])
            if self.use_batchnorm:
                conf = self.bn_params[j - 1]
                conf["mode"] = "test" if y is None else "train"
                x, cache["n%d" % j] = batchnorm_forward(x, P["gamma%d" % j], P["beta%d" % j], conf)
            x, cache["r%d" % j] = relu_forward(x)
        J = self.num_layers
        x, cache["a%d" % J] = affine_forward(x, P["W%d" % J], P["b%d" % J])
        if y is None:
            return x

        loss, dx = self._data_loss(x, y)
        grads = {}
        for j in range(J, 0, -1):
            if "r%d" % j in cache:
                dx = relu_backward(dx, cache["r%d" % j])
            if "n%d" % j in cache:
                dx, grads["gamma%d" % j], grads["beta%d" % j] = batchnorm_backward(
                    dx, cache["n%d" % j])
            dx, grads["W%d" % j], grads["b%d" % j] = affine_backward(dx, cache["a%d" % j])
            grads["W%d" % j] += self.reg * P["W%d" % j]
            loss += 0.5 * self.reg * float((P["W%d" % j] ** 2).sum())
        return loss, grads
