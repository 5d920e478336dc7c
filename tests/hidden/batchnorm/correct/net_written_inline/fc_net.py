# The net does all its arithmetic itself and calls none of the layer functions; no layers.py of its own.


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        self.num_layers = len(hidden_dims) + 1
        self.bn_params = [{"mode": "train"} for _ in hidden_dims] if use_batchnorm else []
        self.params = {}
        if seed is None:
            random = np.random
        else:
            random = np.random.RandomState(seed)
        dims = [input_dim] + list(hidden_dims) + [num_classes]
        for l in range(self.num_layers):
            self.params["W" + str(l + 1)] = weight_scale * random.randn(dims[l], dims[l + 1])
            self.params["b" + str(l + 1)] = np.zeros(dims[l + 1])
        if use_batchnorm:
            for l in range(len(hidden_dims)):
                self.params["gamma" + str(l + 1)] = np.ones(hidden_dims[l])
                self.params["beta" + str(l + 1)] = np.zeros(hidden_dims[l])
        for k in self.params:
            self.params[k] = self.params[k].astype(dtype)

    def loss(self, X, y=None):
        N = X.shape[0]
        h = X.reshape(N, -1).astype(self.dtype)
        inputs, hats, stds, outs = [], [], [], []

        for l in range(1, self.num_layers):
            inputs.append(h)
            a = h.dot(self.params["W" + str(l)]) + self.params["b" + str(l)]
            if self.use_batchnorm:
                bn = self.bn_params[l - 1]
                eps = bn.get("eps", 1e-5)
                if y is not None:
                    m = bn.get("momentum", 0.9)
                    mu, var = a.mean(axis=0), a.var(axis=0)
                    bn["running_mean"] = m * bn.get("running_mean", 0) + (1 - m) * mu
                    bn["running_var"] = m * bn.get("running_var", 0) + (1 - m) * var
                else:
                    mu = bn.get("running_mean", np.zeros(a.shape[1], self.dtype))
                    var = bn.get("running_var", np.zeros(a.shape[1], self.dtype))
                std = np.sqrt(var + eps)
                a_hat = (a - mu) / std
                hats.append(a_hat)
                stds.append(std)
                a = a_hat * self.params["gamma" + str(l)] + self.params["beta" + str(l)]
            h = np.where(a > 0, a, 0)
            outs.append(h)

        WL, bL = self.params["W" + str(self.num_layers)], self.params["b" + str(self.num_layers)]
        scores = h.dot(WL) + bL
        if y is None:
            return scores

        # softmax
        e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
        probs = e / np.sum(e, axis=1, keepdims=True)
        shifted = scores - np.max(scores, axis=1, keepdims=True)
        loss = np.mean(np.log(e.sum(axis=1)) - shifted[np.arange(N), y])
        for l in range(1, self.num_layers + 1):
            loss += 0.5 * self.reg * np.sum(self.params["W" + str(l)] ** 2)

        grads = {}
        d = probs.copy()
        d[np.arange(N), y] -= 1
        d /= N
        grads["W" + str(self.num_layers)] = h.T.dot(d) + self.reg * WL
        grads["b" + str(self.num_layers)] = d.sum(axis=0)
        d = d.dot(WL.T)
        for l in range(self.num_layers - 1, 0, -1):
            d = d * (outs[l - 1] > 0)
            if self.use_batchnorm:
                gamma, a_hat, std = self.params["gamma" + str(l)], hats[l - 1], stds[l - 1]
                grads["gamma" + str(l)] = (d * a_hat).sum(axis=0)
                grads["beta" + str(l)] = d.sum(axis=0)
                d = gamma / std * (d - d.mean(axis=0) - a_hat * (d * a_hat).mean(axis=0))
            W = self.params["W" + str(l)]
            grads["W" + str(l)] = inputs[l - 1].T.dot(d) + self.reg * W
            grads["b" + str(l)] = d.sum(axis=0)
            d = d.dot(W.T)
        return loss, grads
