# Keeps each layer's nodes in a small object; the backward pass reads what it needs from there.
from types import SimpleNamespace

from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for i, d in enumerate(hidden_dims, 1):
                self.params.update({f"gamma{i}": np.ones(d, dtype), f"beta{i}": np.zeros(d, dtype)})
                self.bn_params.append({"mode": "train"})

    def _get(self, i):
        return [self.params.get(name + str(i)) for name in ("W", "b", "gamma", "beta")]

    def loss(self, X, y=None):
        mode = "test" if y is None else "train"
        x, nodes = X.astype(self.dtype), []
        for i in range(1, self.num_layers):
            W, b, gamma, beta = self._get(i)
            n = SimpleNamespace(i=i, W=W)
            n.pre, n.affine_cache = affine_forward(x, W, b)
            n.post = n.pre
            if self.use_batchnorm:
                self.bn_params[i - 1]["mode"] = mode
                n.post, n.bn_cache = batchnorm_forward(n.pre, gamma, beta, self.bn_params[i - 1])
            x = relu_forward(n.post)[0]
            nodes.append(n)
        W, b, _, _ = self._get(self.num_layers)
        scores, cache = affine_forward(x, W, b)
        if mode == "test":
            return scores

        loss, dscores = softmax_loss(scores, y)
        dx, dW, db = affine_backward(dscores, cache)
        grads = {f"W{self.num_layers}": dW + self.reg * W, f"b{self.num_layers}": db}
        loss += 0.5 * self.reg * float(np.sum(W * W))
        for n in nodes[::-1]:
            d = relu_backward(dx, n.pre)
            if self.use_batchnorm:
                d, grads[f"gamma{n.i}"], grads[f"beta{n.i}"] = batchnorm_backward(d, n.bn_cache)
            dx, dW, grads[f"b{n.i}"] = affine_backward(d, n.affine_cache)
            grads[f"W{n.i}"] = dW + self.reg * n.W
            loss += 0.5 * self.reg * float(np.sum(n.W * n.W))
        return loss, grads
