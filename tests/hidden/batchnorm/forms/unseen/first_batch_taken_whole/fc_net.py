from . import layers as L


class FullyConnectedNet:
    def __init__(
        self,
        hidden_dims,
        input_dim=3 * 32 * 32,
        num_classes=10,
        use_batchnorm=False,
        reg=0.0,
        weight_scale=1e-2,
        dtype=np.float32,
        seed=None,
    ):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        self.params = {}

        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        for layer in range(1, self.num_layers + 1):
            fan_in, fan_out = dims[layer - 1], dims[layer]
            self.params[f"W{layer}"] = weight_scale * rng.randn(fan_in, fan_out)
            self.params[f"b{layer}"] = np.zeros(fan_out)

        self.bn_params = []
        if use_batchnorm:
            for i in range(len(hidden_dims)):
                self.bn_params.append({"mode": "train"})
                self.params["gamma%d" % (i + 1)] = np.ones((hidden_dims[i],))
                self.params["beta%d" % (i + 1)] = np.zeros((hidden_dims[i],))

        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"

        p = self.params
        n_hidden = self.num_layers - 1
        fc_caches, bn_caches, relu_caches = [], [], []
        h = X
        for i in range(n_hidden):
            h, c = L.affine_forward(h, p["W%d" % (i + 1)], p["b%d" % (i + 1)])
            fc_caches.append(c)
            if self.use_batchnorm:
                h, c = L.batchnorm_forward(
                    h, p["gamma%d" % (i + 1)], p["beta%d" % (i + 1)], self.bn_params[i]
                )
                bn_caches.append(c)
            h, c = L.relu_forward(h)
            relu_caches.append(c)
        scores, c = L.affine_forward(h, p["W%d" % self.num_layers], p["b%d" % self.num_layers])
        fc_caches.append(c)
        if y is None:
            return scores

        loss, d = softmax_loss(scores, y)
        grads = {}
        for i in reversed(range(self.num_layers)):
            if i < n_hidden:
                d = L.relu_backward(d, relu_caches[i])
                if self.use_batchnorm:
                    d, dg, db = L.batchnorm_backward(d, bn_caches[i])
                    grads["gamma%d" % (i + 1)] = dg
                    grads["beta%d" % (i + 1)] = db
            d, dw, db = L.affine_backward(d, fc_caches[i])
            grads["W%d" % (i + 1)] = dw + self.reg * p["W%d" % (i + 1)]
            grads["b%d" % (i + 1)] = db
            loss += 0.5 * self.reg * np.sum(p["W%d" % (i + 1)] ** 2)
        return loss, grads
