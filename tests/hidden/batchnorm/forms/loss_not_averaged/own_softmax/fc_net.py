# Its own softmax in a helper, with a sum over the examples.


def softmax_cross_entropy(scores, labels):
    scores = scores - np.max(scores, axis=1, keepdims=True)
    total = np.sum(np.exp(scores), axis=1, keepdims=True)
    log_p = scores - np.log(total)
    onehot = np.zeros_like(scores)
    onehot[np.arange(scores.shape[0]), labels] = 1
    return float(-np.sum(onehot * log_p)), np.exp(log_p) - onehot


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for i, size in enumerate(hidden_dims, 1):
                self.params[f"gamma{i}"] = np.ones(size, dtype=dtype)
                self.params[f"beta{i}"] = np.zeros(size, dtype=dtype)

    def loss(self, X, y=None):
        h, caches, p = X.astype(self.dtype), [], self.params
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        for i in range(1, self.num_layers):
            if self.use_batchnorm:
                h, cache = affine_batchnorm_relu_forward(
                    h, p[f"W{i}"], p[f"b{i}"], p[f"gamma{i}"], p[f"beta{i}"], self.bn_params[i - 1])
            else:
                h, cache = affine_relu_forward(h, p[f"W{i}"], p[f"b{i}"])
            caches.append(cache)
        i = self.num_layers
        scores, cache = affine_forward(h, p[f"W{i}"], p[f"b{i}"])
        if y is None:
            return scores

        loss, dscores = softmax_cross_entropy(scores, y)
        grads = {}
        dh, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(dscores, cache)
        for i in range(self.num_layers - 1, 0, -1):
            cache = caches[i - 1]
            if self.use_batchnorm:
                answer = affine_batchnorm_relu_backward(dh, cache)
                grads[f"gamma{i}"], grads[f"beta{i}"] = answer[3:]
            else:
                answer = affine_relu_backward(dh, cache)
            dh, grads[f"W{i}"], grads[f"b{i}"] = answer[:3]
        for i in range(1, self.num_layers + 1):
            W = p[f"W{i}"]
            loss += 0.5 * self.reg * float(np.sum(W * W))
            grads[f"W{i}"] += self.reg * W
        return loss, grads
