# Everything but batchnorm and softmax in plain numpy, with lists instead of numbered names.
from .layers import batchnorm_backward, batchnorm_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            self.params.update(
                {f"gamma{i}": np.ones(h, dtype) for i, h in enumerate(hidden_dims, 1)})
            self.params.update(
                {f"beta{i}": np.zeros(h, dtype) for i, h in enumerate(hidden_dims, 1)})

    def _all(self, letter, count):
        return [self.params[letter + str(i + 1)] for i in range(count)]

    def loss(self, X, y=None):
        H = self.num_layers - 1
        Ws, bs = self._all("W", H + 1), self._all("b", H + 1)
        acts, pre, memo = [X.astype(self.dtype).reshape(len(X), -1)], [], []
        for i in range(H):
            z = acts[i] @ Ws[i] + bs[i]
            if self.use_batchnorm:
                self.bn_params[i]["mode"] = "test" if y is None else "train"
                z, m = batchnorm_forward(
                    z, self.params[f"gamma{i + 1}"], self.params[f"beta{i + 1}"], self.bn_params[i])
                memo.append(m)
            pre.append(z)
            acts.append(np.maximum(z, 0))
        scores = acts[H] @ Ws[H] + bs[H]
        if y is None:
            return scores

        data, delta = softmax_loss(scores, y)
        penalty = 0.5 * self.reg * sum(float((W**2).sum()) for W in Ws)
        grads = {f"W{H + 1}": acts[H].T @ delta, f"b{H + 1}": delta.sum(0)}
        for i in range(H - 1, -1, -1):
            delta = (delta @ Ws[i + 1].T) * (pre[i] > 0)
            if self.use_batchnorm:
                delta, dgamma, dbeta = batchnorm_backward(delta, memo[i])
                grads[f"gamma{i + 1}"] = dgamma
                grads[f"beta{i + 1}"] = dbeta
            grads[f"W{i + 1}"] = acts[i].T @ delta
            grads[f"b{i + 1}"] = delta.sum(0)
        return data + penalty, grads
