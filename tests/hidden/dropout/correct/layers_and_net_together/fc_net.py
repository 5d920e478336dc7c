# Dropout as a step in lists of steps; scores have a path of their own.
from . import layers


class FullyConnectedNet(FullyConnectedNet):
    def _hidden(self, out, training):
        back = []
        for number in range(1, self.num_layers):
            if self.use_batchnorm:
                self.bn_params[number - 1]["mode"] = "train" if training else "test"
                out, cache = affine_batchnorm_relu_forward(
                    out,
                    self.params[f"W{number}"],
                    self.params[f"b{number}"],
                    self.params[f"gamma{number}"],
                    self.params[f"beta{number}"],
                    self.bn_params[number - 1],
                )
            else:
                out, cache = affine_relu_forward(
                    out, self.params[f"W{number}"], self.params[f"b{number}"]
                )
            back.append(("layer", number, cache))
            if self.use_dropout and training:
                out, cache = layers.dropout_forward(out, {**self.dropout_param, "mode": "train"})
                back.append(("dropout", number, cache))
        return out, back

    def loss(self, X, y=None):
        out, back = self._hidden(X.astype(self.dtype), y is not None)
        last = self.num_layers
        scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        if y is None:
            return scores
        loss, dout = softmax_loss(scores, y)
        grads = {}
        dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dout, cache)
        for kind, number, cache in reversed(back):
            if kind == "dropout":
                dout = layers.dropout_backward(dout, cache)
                continue
            if self.use_batchnorm:
                results = affine_batchnorm_relu_backward(dout, cache)
                names = ["W", "b", "gamma", "beta"]
            else:
                results = affine_relu_backward(dout, cache)
                names = ["W", "b"]
            dout = results[0]
            for name, value in zip(names, results[1:]):
                grads[name + str(number)] = value
        for number in range(1, last + 1):
            W = self.params["W" + str(number)]
            grads["W" + str(number)] += self.reg * W
            loss += self.reg * np.square(W).sum() / 2
        return loss, grads
