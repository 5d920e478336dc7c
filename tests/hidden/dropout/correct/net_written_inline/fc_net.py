# The net does its arithmetic itself, but for batch normalization; dropout and relu are one factor.


class FullyConnectedNet(FullyConnectedNet):
    def loss(self, X, y=None):
        training = y is not None
        N = len(X)
        h = X.reshape(N, -1).astype(self.dtype)
        L = self.num_layers
        P = self.params
        inputs, factors = [], []
        for l in range(1, L):
            inputs.append(h)
            if self.use_batchnorm:
                bn_param = self.bn_params[l - 1]
                bn_param["mode"] = "train" if training else "test"
                a, cache = affine_batchnorm_relu_forward(
                    h, P["W%d" % l], P["b%d" % l], P["gamma%d" % l], P["beta%d" % l], bn_param
                )
                inputs[-1] = cache
                factor = np.ones_like(a)
            else:
                a = h.dot(P["W%d" % l]) + P["b%d" % l]
                factor = (a > 0).astype(self.dtype)
            if training and self.use_dropout:
                p = self.dropout_param["p"]
                if "seed" in self.dropout_param:
                    np.random.seed(self.dropout_param["seed"])
                factor = factor * (np.random.rand(*a.shape) < p) / p
            factors.append(factor)
            h = a * factor
        inputs.append(h)
        scores = h.dot(P["W%d" % L]) + P["b%d" % L]
        if not training:
            return scores
        e = np.exp(scores - scores.max(1, keepdims=True))
        probs = e / e.sum(1, keepdims=True)
        loss = -np.log(probs[range(N), y]).sum() / N
        d = probs.copy()
        d[range(N), y] -= 1
        d /= N
        grads = {}
        for l in range(L, 0, -1):
            if l < L:
                d = d * factors[l - 1]
            if l < L and self.use_batchnorm:
                back = affine_batchnorm_relu_backward(d, inputs[l - 1])
                d, grads["W%d" % l], grads["b%d" % l] = back[:3]
                grads["gamma%d" % l], grads["beta%d" % l] = back[3:]
            else:
                grads["W%d" % l] = inputs[l - 1].T.dot(d)
                grads["b%d" % l] = d.sum(0)
                d = d.dot(P["W%d" % l].T)
            grads["W%d" % l] = grads["W%d" % l] + self.reg * P["W%d" % l]
            loss = loss + 0.5 * self.reg * (P["W%d" % l] ** 2).sum()
        return loss, grads
