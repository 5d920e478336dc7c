# A net that fills a "tape" of functions on the way forward and plays it backwards.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for i, h in enumerate(hidden_dims):
                self.params["gamma" + str(i + 1)] = np.ones(h, dtype=dtype)
                self.params["beta" + str(i + 1)] = np.zeros(h, dtype=dtype)
                self.bn_params.append({"mode": "train"})

    def loss(self, X, y=None):
        grads, tape = {}, []

        def hidden(out, i):
            W, b = self.params["W%d" % i], self.params["b%d" % i]
            if not self.use_batchnorm:
                out, cache = affine_relu_forward(out, W, b)

                def back(dout):
                    dout, grads["W%d" % i], grads["b%d" % i] = affine_relu_backward(dout, cache)
                    return dout
            else:
                bn_param = self.bn_params[i - 1]
                bn_param["mode"] = "train" if y is not None else "test"
                out, cache = affine_batchnorm_relu_forward(
                    out, W, b, self.params["gamma%d" % i], self.params["beta%d" % i], bn_param)

                def back(dout):
                    names = ["W", "b", "gamma", "beta"]
                    dout, *rest = affine_batchnorm_relu_backward(dout, cache)
                    grads.update({name + str(i): g for name, g in zip(names, rest)})
                    return dout
            tape.append(back)
            return out

        out = X.astype(self.dtype)
        for i in range(1, self.num_layers):
            out = hidden(out, i)
        L = str(self.num_layers)
        scores, cache = affine_forward(out, self.params["W" + L], self.params["b" + L])
        if y is None:
            return scores

        loss, dout = softmax_loss(scores, y)
        dout, grads["W" + L], grads["b" + L] = affine_backward(dout, cache)
        while tape:
            dout = tape.pop()(dout)
        for i in range(1, self.num_layers + 1):
            loss += 0.5 * self.reg * np.sum(self.params["W%d" % i] ** 2)
            grads["W%d" % i] = grads["W%d" % i] + self.reg * self.params["W%d" % i]
        return loss, grads
