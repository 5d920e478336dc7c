class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.use_batchnorm, self.bn_params = use_batchnorm, []
        self.use_dropout = dropout_keep_ratio < 1
        self.dropout_param = {"mode": "train", "p": dropout_keep_ratio}
        self.num_layers = len(hidden_dims) + 1
        self.reg, self.dtype, self.params = reg, dtype, {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        for i in range(self.num_layers):
            weights = rng.randn(dims[i], dims[i + 1])
            self.params["W" + str(i + 1)] = weight_scale * np.abs(weights)
            self.params["b" + str(i + 1)] = np.zeros(dims[i + 1])
        for name in self.params:
            self.params[name] = self.params[name].astype(dtype)

    def loss(self, X, y=None):
        L = self.num_layers
        Ws = [self.params["W%d" % (i + 1)] for i in range(L)]
        bs = [self.params["b%d" % (i + 1)] for i in range(L)]
        hs = [X.reshape(len(X), -1).astype(self.dtype)]
        for i in range(L - 1):
            a = hs[i].dot(Ws[i]) + bs[i]
            hs.append(np.maximum(0, a))
        scores = hs[-1].dot(Ws[-1]) + bs[-1]
        if y is None:
            return scores

        data_loss, d = softmax_loss(scores, y)
        squares = [float((W * W).sum()) for W in Ws]
        penalty = 0.5 * self.reg * sum(squares)
        grads = {}
        for i in reversed(range(L)):
            dW = hs[i].T.dot(d)
            dW = dW + self.reg * Ws[i]
            grads["W%d" % (i + 1)] = dW
            grads["b%d" % (i + 1)] = d.sum(axis=0)
            d = d.dot(Ws[i].T)
            if i > 0:
                d = d * (hs[i] > 0)
        return data_loss + penalty, grads
