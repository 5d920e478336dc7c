# The net does all its arithmetic itself and calls none of the layers; its W2 is drawn as drawn.


class ThreeLayerConvNet:
    def __init__(self, input_dim=(3, 32, 32), num_filters=32, filter_size=7, hidden_dim=100,
                 num_classes=10, weight_scale=1e-3, reg=0.0, dtype=np.float32,
                 use_batchnorm=False, seed=None):
        self.reg, self.dtype, self.pad = reg, dtype, filter_size // 2
        C, H, W = input_dim
        rng = np.random if seed is None else np.random.RandomState(seed)
        sizes = {"W1": (num_filters, C, filter_size, filter_size),
                 "W2": (num_filters * H * W // 4, hidden_dim), "W3": (hidden_dim, num_classes)}
        self.params = {k: rng.normal(0.0, weight_scale, size).astype(dtype) for k, size in sizes.items()}
        for k, n in zip("123", (num_filters, hidden_dim, num_classes)):
            self.params["b" + k] = np.zeros(n, dtype)

    def loss(self, X, y=None):
        W1, W2, W3, b1, b2, b3 = (self.params[k] for k in ("W1", "W2", "W3", "b1", "b2", "b3"))
        X = np.asarray(X, self.dtype)
        N, C, H, W = X.shape
        p, k = self.pad, W1.shape[2]
        padded = np.pad(X, ((0, 0), (0, 0), (p, p), (p, p)))
        a = np.zeros((N, len(W1), H, W), self.dtype) + b1[:, None, None]
        for r in range(k):
            for c in range(k):
                a += np.einsum("nchw,fc->nfhw", padded[:, :, r : r + H, c : c + W], W1[:, :, r, c])
        relu = a * (a > 0)
        windows = relu.reshape(N, len(W1), H // 2, 2, W // 2, 2).transpose(0, 1, 2, 4, 3, 5)
        flat = windows.reshape(N, len(W1), H // 2, W // 2, 4)
        place = flat.argmax(-1)
        h0 = flat.max(-1).reshape(N, -1)
        h1 = np.maximum(h0 @ W2 + b2, 0)
        scores = h1 @ W3 + b3
        if y is None:
            return scores
        e = np.exp(scores - scores.max(1, keepdims=True))
        probs = e / e.sum(1, keepdims=True)
        loss = -np.mean(np.log(probs[np.arange(N), y]))
        loss += self.reg / 2 * ((W1**2).sum() + (W2**2).sum() + (W3**2).sum())
        probs[np.arange(N), y] -= 1
        d = probs / N
        grads = {"W3": h1.T @ d + self.reg * W3, "b3": d.sum(0)}
        d = (d @ W3.T) * (h1 > 0)
        grads["W2"], grads["b2"] = h0.T @ d + self.reg * W2, d.sum(0)
        d = (d @ W2.T).reshape(place.shape)
        d = d[..., None] * np.eye(4)[place]
        d = d.reshape(*place.shape, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(a.shape) * (a >= 0)
        grads["b1"], grads["W1"] = d.sum((0, 2, 3)), self.reg * W1
        for r in range(k):
            for c in range(k):
                grads["W1"][:, :, r, c] += np.einsum("nchw,nfhw->fc", padded[:, :, r : r + H, c : c + W], d)
        return loss, grads
