# A scores() method that loss() calls first; for training, the pass is then made with caches.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for k, m in zip(range(1, self.num_layers), hidden_dims):
                self.params["gamma" + str(k)] = np.ones((m,), dtype)
                self.params["beta" + str(k)] = np.zeros((m,), dtype)
                self.bn_params.append(dict(mode="train"))

    def run(self, X, tape):
        h = X
        for k in range(1, self.num_layers):
            s = str(k)
            h, c = affine_forward(h, self.params["W" + s], self.params["b" + s])
            tape.append(("affine", s, c))
            if self.use_batchnorm:
                h, c = batchnorm_forward(
                    h, self.params["gamma" + s], self.params["beta" + s], self.bn_params[k - 1])
                tape.append(("bn", s, c))
            h, c = relu_forward(h)
            tape.append(("relu", s, c))
        s = str(self.num_layers)
        h, c = affine_forward(h, self.params["W" + s], self.params["b" + s])
        tape.append(("affine", s, c))
        return h

    def scores(self, X):
        return self.run(X, [])

    def loss(self, X, y=None):
        X = np.array(X, dtype=self.dtype)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        scores = self.scores(X)
        if y is None:
            return scores
        loss, d = softmax_loss(scores, y)

        tape, grads = [], {}
        self.run(X, tape)
        for kind, s, c in reversed(tape):
            if kind == "affine":
                d, grads["W" + s], grads["b" + s] = affine_backward(d, c)
                W = self.params["W" + s]
                grads["W" + s] += self.reg * W
                loss += 0.5 * self.reg * float(np.sum(W * W))
            elif kind == "bn":
                d, grads["gamma" + s], grads["beta" + s] = batchnorm_backward(d, c)
            else:
                d = relu_backward(d, c)
        return loss, grads
