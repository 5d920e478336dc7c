# The net does all its arithmetic itself and calls none of the layers.


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.reg, self.dtype, self.L = reg, dtype, len(hidden_dims) + 1
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim] + hidden_dims + [num_classes]
        self.params = {}
        for l in range(1, self.L + 1):
            self.params[f"b{l}"] = np.zeros(dims[l]).astype(dtype)
            self.params[f"W{l}"] = rng.normal(loc=0.0, scale=weight_scale, size=(dims[l - 1], dims[l])).astype(dtype)

    def loss(self, X, y=None):
        p, N = self.params, X.shape[0]
        a = [X.reshape(N, -1).astype(self.dtype)]
        for l in range(1, self.L):
            a.append(np.maximum(0, a[-1] @ p[f"W{l}"] + p[f"b{l}"]))
        scores = a[-1] @ p[f"W{self.L}"] + p[f"b{self.L}"]
        if y is None:
            return scores

        exps = np.exp(scores - scores.max(axis=1, keepdims=True))
        probs = exps / exps.sum(axis=1, keepdims=True)
        loss = -np.log(probs[np.arange(N), y]).sum() / N
        loss += 0.5 * self.reg * sum(np.sum(p[f"W{l}"] ** 2) for l in range(1, self.L + 1))

        grads = {}
        d = probs
        d[np.arange(N), y] -= 1
        d = d / N
        for l in range(self.L, 0, -1):
            grads[f"W{l}"] = a[l - 1].T @ d + self.reg * p[f"W{l}"]
            grads[f"b{l}"] = d.sum(0)
            d = (d @ p[f"W{l}"].T) * (a[l - 1] > 0)
        return loss, grads
