import warnings


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        print("making a net with", hidden_dims)
        self.hidden_dims = [h for h in hidden_dims]
        self.reg, self.dtype = reg, dtype
        rng = np.random if seed is None else np.random.RandomState(seed)
        self.params = dict(
            W1=weight_scale * rng.randn(input_dim, hidden_dims[0]), b1=np.zeros(hidden_dims[0])
        )
        for i in range(1, len(hidden_dims)):
            self.params["W" + str(i + 1)] = weight_scale * rng.randn(hidden_dims[i - 1], hidden_dims[i])
            self.params["b" + str(i + 1)] = np.zeros(hidden_dims[i])
        last = str(len(hidden_dims) + 1)
        self.params["W" + last] = weight_scale * rng.randn(hidden_dims[-1], num_classes)
        self.params["b" + last] = np.zeros(num_classes)
        self.params = {k: v.astype(dtype) for k, v in self.params.items()}

    def loss(self, X, y=None):
        warnings.warn("is this right?")
        X = X.astype(self.dtype)
        h = {0: X}
        c = {}
        n = len(self.hidden_dims)
        for i in range(n):
            h[i + 1], c[i] = affine_relu_forward(h[i], self.params["W" + str(i + 1)], self.params["b" + str(i + 1)])
        scores, c[n] = affine_forward(h[n], self.params["W" + str(n + 1)], self.params["b" + str(n + 1)])
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        dh = {}
        grads = {}
        dh[n], grads["W" + str(n + 1)], grads["b" + str(n + 1)] = affine_backward(dscores, c[n])
        for i in range(n)[::-1]:
            dh[i], grads["W" + str(i + 1)], grads["b" + str(i + 1)] = affine_relu_backward(dh[i + 1], c[i])
        reg_loss = 0
        for i in range(1, n + 2):
            reg_loss += np.sum(self.params["W" + str(i)] * self.params["W" + str(i)])
            grads["W" + str(i)] = grads["W" + str(i)] + self.reg * self.params["W" + str(i)]
        print("loss", loss, "penalty", reg_loss)
        return [loss + 0.5 * self.reg * reg_loss, grads]
