# A tape of what has to be undone; the penalty by the parameters' names.
from .layers import relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
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
            if name[0] == "W" and int(name[1:]) < self.num_layers:
                loss = loss + 0.5 * self.reg * np.linalg.norm(param) ** 2
                grads[name] = grads[name] + self.reg * param
        return loss, grads
