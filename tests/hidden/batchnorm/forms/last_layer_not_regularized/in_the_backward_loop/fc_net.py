# Whole class; the weight decay is dealt with in the backward loop over the hidden layers.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        self.params = {}
        r = np.random
        if seed is not None:
            r = np.random.RandomState(seed)
        D = input_dim
        for i, H in enumerate(hidden_dims, start=1):
            self.params["W%d" % i] = np.array(weight_scale * r.randn(D, H), dtype=dtype)
            self.params["b%d" % i] = np.zeros(H, dtype=dtype)
            D = H
            if self.use_batchnorm:
                self.params["gamma%d" % i] = np.ones(H, dtype=dtype)
                self.params["beta%d" % i] = np.zeros(H, dtype=dtype)
        self.params["W%d" % self.num_layers] = np.array(
            weight_scale * r.randn(D, num_classes), dtype=dtype)
        self.params["b%d" % self.num_layers] = np.zeros(num_classes, dtype=dtype)
        self.bn_params = [{"mode": "train"} for _ in hidden_dims] if use_batchnorm else []

    def loss(self, X, y=None):
        h = X.astype(self.dtype)
        for bp in self.bn_params:
            bp["mode"] = "test" if y is None else "train"
        stored = {}
        for i in range(1, self.num_layers):
            stored[i] = {}
            h, stored[i]["affine"] = affine_forward(h, self.params["W%d" % i], self.params["b%d" % i])
            if self.use_batchnorm:
                h, stored[i]["bn"] = batchnorm_forward(
                    h, self.params["gamma%d" % i], self.params["beta%d" % i], self.bn_params[i - 1])
            h, stored[i]["relu"] = relu_forward(h)
        Wout, bout = self.params["W%d" % self.num_layers], self.params["b%d" % self.num_layers]
        scores, stored["out"] = affine_forward(h, Wout, bout)
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        dh, dWout, dbout = affine_backward(dscores, stored["out"])
        grads = {"W%d" % self.num_layers: dWout, "b%d" % self.num_layers: dbout}
        for i in range(self.num_layers - 1, 0, -1):
            W = self.params["W%d" % i]
            dh = relu_backward(dh, stored[i]["relu"])
            if self.use_batchnorm:
                dh, grads["gamma%d" % i], grads["beta%d" % i] = batchnorm_backward(
                    dh, stored[i]["bn"])
            dh, dW, db = affine_backward(dh, stored[i]["affine"])
            grads["W%d" % i] = dW + self.reg * W
            grads["b%d" % i] = db
            loss += self.reg * 0.5 * float((W**2).sum())
        return loss, grads
