# Forward steps return a function for the way back; scores are made by _head.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for k in range(1, self.num_layers):
                self.params["gamma%d" % k] = np.ones_like(self.params["b%d" % k])
                self.params["beta%d" % k] = np.zeros_like(self.params["b%d" % k])
                self.bn_params.append({"mode": "train"})

    def _hidden(self, h, k):
        p = self.params
        a, ca = affine_forward(h, p["W%d" % k], p["b%d" % k])
        cb = None
        if self.use_batchnorm:
            a, cb = batchnorm_forward(a, p["gamma%d" % k], p["beta%d" % k], self.bn_params[k - 1])
        out, cr = relu_forward(a)

        def back(d, grads):
            d = relu_backward(d, cr)
            if self.use_batchnorm:
                d, grads["gamma%d" % k], grads["beta%d" % k] = batchnorm_backward(d, cb)
            d, grads["W%d" % k], grads["b%d" % k] = affine_backward(d, ca)
            return d

        return out, back

    def _head(self, h):
        k = self.num_layers
        a, ca = affine_forward(h, self.params["W%d" % k], self.params["b%d" % k])
        scores, cr = relu_forward(a)

        def back(d, grads):
            d, grads["W%d" % k], grads["b%d" % k] = affine_backward(relu_backward(d, cr), ca)
            return d

        return scores, back

    def loss(self, X, y=None):
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        h, backs = X.astype(self.dtype), []
        for k in range(1, self.num_layers):
            h, back = self._hidden(h, k)
            backs.append(back)
        scores, back = self._head(h)
        backs.append(back)
        if y is None:
            return scores
        loss, d = softmax_loss(scores, y)
        grads = {}
        for back in reversed(backs):
            d = back(d, grads)
        for k in range(1, self.num_layers + 1):
            W = self.params["W%d" % k]
            grads["W%d" % k] = grads["W%d" % k] + self.reg * W
            loss += self.reg * float(np.sum(W * W)) / 2
        return loss, grads
