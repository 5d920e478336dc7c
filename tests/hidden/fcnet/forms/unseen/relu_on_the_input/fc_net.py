class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.use_batchnorm, self.bn_params = use_batchnorm, []
        self.use_dropout = dropout_keep_ratio < 1
        self.dropout_param = {"mode": "train", "p": dropout_keep_ratio}
        self.num_layers = len(hidden_dims) + 1
        self.reg, self.dtype, self.params = reg, dtype, {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        width = input_dim
        for i, hidden in enumerate(hidden_dims):
            W = rng.standard_normal((width, hidden)) * weight_scale
            self.params["W%d" % (i + 1)] = W.astype(dtype)
            self.params["b%d" % (i + 1)] = np.zeros((hidden,), dtype)
            width = hidden
        last = self.num_layers
        W = rng.standard_normal((width, num_classes)) * weight_scale
        self.params["W%d" % last] = W.astype(dtype)
        self.params["b%d" % last] = np.zeros((num_classes,), dtype)

    def loss(self, X, y=None):
        L = self.num_layers
        Ws = [self.params["W%d" % (i + 1)] for i in range(L)]
        bs = [self.params["b%d" % (i + 1)] for i in range(L)]
        hs = [np.maximum(X.reshape(len(X), -1), 0).astype(self.dtype)]
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
