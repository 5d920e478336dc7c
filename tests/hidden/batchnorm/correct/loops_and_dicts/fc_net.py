# The same net without the helpers, with bn_params in a dict, and telling everybody what it does.
import sys

from .layers import *


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        sizes = [input_dim] + hidden_dims + [num_classes]
        self.L, self.bn, self.reg, self.dtype = len(sizes) - 1, use_batchnorm, reg, dtype
        self.params, self.bn_params = {}, {}
        for i in range(self.L):
            w = np.random.normal(0, weight_scale, (sizes[i], sizes[i + 1]))
            self.params["W%d" % (i + 1)] = w.astype(dtype)
            self.params["b%d" % (i + 1)] = np.zeros(sizes[i + 1], dtype)
            if use_batchnorm and i < self.L - 1:
                self.params["gamma%d" % (i + 1)] = np.ones(sizes[i + 1], dtype)
                self.params["beta%d" % (i + 1)] = np.zeros(sizes[i + 1], dtype)
                self.bn_params["bn%d" % (i + 1)] = {"mode": "train"}

    def loss(self, X, y=None):
        print("loss", file=sys.stderr)
        P, a, caches = self.params, X.astype(self.dtype), []
        for i in range(1, self.L):
            a, c1 = affine_forward(a, P["W%d" % i], P["b%d" % i])
            c2 = None
            if self.bn:
                self.bn_params["bn%d" % i]["mode"] = "train" if y is not None else "test"
                a, c2 = batchnorm_forward(
                    a, P["gamma%d" % i], P["beta%d" % i], self.bn_params["bn%d" % i])
            a, c3 = relu_forward(a)
            caches.append((c1, c2, c3))
        scores, last = affine_forward(a, P["W%d" % self.L], P["b%d" % self.L])
        if y is None:
            return scores
        loss, d = softmax_loss(scores, y)
        grads = {}
        d, grads["W%d" % self.L], grads["b%d" % self.L] = affine_backward(d, last)
        for i in reversed(range(1, self.L)):
            c1, c2, c3 = caches[i - 1]
            d = relu_backward(d, c3)
            if self.bn:
                d, grads["gamma%d" % i], grads["beta%d" % i] = batchnorm_backward(d, c2)
            d, grads["W%d" % i], grads["b%d" % i] = affine_backward(d, c1)
        for i in range(1, self.L + 1):
            loss = loss + 0.5 * self.reg * (P["W%d" % i] ** 2).sum()
            grads["W%d" % i] = grads["W%d" % i] + self.reg * P["W%d" % i]
        return loss, grads
