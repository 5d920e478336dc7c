# Whole class, with the penalty of each layer added as the backward pass reaches it.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.num_layers = len(hidden_dims) + 1
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        rng = np.random.RandomState(seed) if seed is not None else np.random
        self.params = {}
        self.bn_params = []
        before = [input_dim] + list(hidden_dims)
        after = list(hidden_dims) + [num_classes]
        for i in range(self.num_layers):
            self.params["W%d" % (i + 1)] = weight_scale * rng.randn(before[i], after[i])
            self.params["b%d" % (i + 1)] = np.zeros(after[i])
        if use_batchnorm:
            for i in range(self.num_layers - 1):
                self.params["gamma%d" % (i + 1)] = np.ones(after[i])
                self.params["beta%d" % (i + 1)] = np.zeros(after[i])
                self.bn_params.append({"mode": "train"})
        for key in self.params:
            self.params[key] = self.params[key].astype(self.dtype)

    def loss(self, X, y=None):
        out = X.astype(self.dtype)
        c_aff, c_bn, c_relu = {}, {}, {}
        for i in range(1, self.num_layers):
            out, c_aff[i] = affine_forward(out, self.params["W%d" % i], self.params["b%d" % i])
            if self.use_batchnorm:
                self.bn_params[i - 1]["mode"] = "train" if y is not None else "test"
                out, c_bn[i] = batchnorm_forward(
                    out, self.params["gamma%d" % i], self.params["beta%d" % i],
                    self.bn_params[i - 1])
            out, c_relu[i] = relu_forward(out)
        i = self.num_layers
        scores, c_aff[i] = affine_forward(out, self.params["W%d" % i], self.params["b%d" % i])
        if y is None:
            return scores

        loss, dout = softmax_loss(scores, y)
        half = 0.5 * self.reg
        grads = {}
        W = self.params["W%d" % i]
        dout, dW, grads["b%d" % i] = affine_backward(dout, c_aff[i])
        grads["W%d" % i] = dW + self.reg * W
        loss += half * float(np.sum(W**2))
        for i in range(self.num_layers - 1, 0, -1):
            W = self.params["W%d" % i]
            dout = relu_backward(dout, c_relu[i])
            if self.use_batchnorm:
                gamma, beta = self.params["gamma%d" % i], self.params["beta%d" % i]
                dout, dgamma, dbeta = batchnorm_backward(dout, c_bn[i])
                grads["gamma%d" % i] = dgamma + self.reg * gamma
                grads["beta%d" % i] = dbeta + self.reg * beta
                loss += half * float(np.sum(gamma**2)) + half * float(np.sum(beta**2))
            dout, dW, grads["b%d" % i] = affine_backward(dout, c_aff[i])
            grads["W%d" % i] = dW + self.reg * W
            loss += half * float(np.sum(W**2))
        return loss, grads
