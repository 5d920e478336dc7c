class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.use_batchnorm = use_batchnorm
        self.use_dropout = dropout_keep_ratio < 1
        self.dropout_param = {"mode": "train", "p": dropout_keep_ratio}
        self.bn_params = []
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        self.params = {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        sizes = [input_dim] + list(hidden_dims) + [num_classes]
        for i in range(len(sizes) - 1):
            self.params["W%d" % (i + 1)] = rng.normal(0, weight_scale, (sizes[i], sizes[i + 1]))
            self.params["b%d" % (i + 1)] = np.zeros(sizes[i + 1])
        for name in self.params:
            self.params[name] = self.params[name].astype(dtype)

    def loss(self, X, y=None):
        h = X.astype(self.dtype)
        affine_caches = []
        relu_caches = []
        for i in range(1, self.num_layers + 1):
            h, cache = affine_forward(h, self.params["W%d" % i], self.params["b%d" % i])
            affine_caches.append(cache)
            if i < self.num_layers:
                h, cache = relu_forward(h)
                relu_caches.append(cache)
        if y is None:
            return h
        loss, dh = softmax_loss(h, y)
        grads = {}
        for i in range(self.num_layers, 0, -1):
            if i < self.num_layers:
                dh = relu_backward(dh, relu_caches.pop())
            dh, dW, db = affine_backward(dh, affine_caches.pop())
            W = self.params["W%d" % i]
            penalty = 0.0
            for row in W:
                for value in row:
                    penalty += value ** 2
            loss = loss + self.reg * penalty / 2
            grads["W%d" % i] = dW + self.reg * W
            grads["b%d" % i] = db
        return loss, grads


from .layers import relu_backward, relu_forward
