# Every node of the graph in one big dict, named like in my drawing.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            fan_in = input_dim
            for l, fan_out in enumerate(hidden_dims, 1):
                self.params["gamma%d" % l] = np.ones(fan_in, dtype=dtype)
                self.params["beta%d" % l] = np.zeros(fan_in, dtype=dtype)
                self.bn_params.append({"mode": "train"})
                fan_in = fan_out

    def loss(self, X, y=None):
        mode = "test" if y is None else "train"
        P, L = self.params, self.num_layers
        node, cache = {}, {}
        node["h0"] = X.reshape(X.shape[0], -1).astype(self.dtype)
        for l in range(1, L):
            x = node["h%d" % (l - 1)]
            if self.use_batchnorm:
                self.bn_params[l - 1]["mode"] = mode
                node["n%d" % l], cache["n%d" % l] = batchnorm_forward(
                    x, P["gamma%d" % l], P["beta%d" % l], self.bn_params[l - 1])
            else:
                node["n%d" % l] = x
            node["a%d" % l], cache["a%d" % l] = affine_forward(
                node["n%d" % l], P["W%d" % l], P["b%d" % l])
            node["h%d" % l], cache["h%d" % l] = relu_forward(node["a%d" % l])
        scores, cache["scores"] = affine_forward(node["h%d" % (L - 1)], P["W%d" % L], P["b%d" % L])
        if y is None:
            return scores

        d, grads = {}, {}
        loss, d["scores"] = softmax_loss(scores, y)
        d["h%d" % (L - 1)], grads["W%d" % L], grads["b%d" % L] = affine_backward(
            d["scores"], cache["scores"])
        for l in range(L - 1, 0, -1):
            d["a%d" % l] = relu_backward(d["h%d" % l], cache["h%d" % l])
            d["n%d" % l], grads["W%d" % l], grads["b%d" % l] = affine_backward(
                d["a%d" % l], cache["a%d" % l])
            if self.use_batchnorm:
                d["h%d" % (l - 1)], grads["gamma%d" % l], grads["beta%d" % l] = batchnorm_backward(
                    d["n%d" % l], cache["n%d" % l])
            else:
                d["h%d" % (l - 1)] = d["n%d" % l]
        for l in range(1, L + 1):
            loss += 0.5 * self.reg * float(np.sum(P["W%d" % l] ** 2))
            grads["W%d" % l] += self.reg * P["W%d" % l]
        return loss, grads
