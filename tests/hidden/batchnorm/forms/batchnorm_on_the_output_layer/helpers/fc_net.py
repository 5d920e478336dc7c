# Uses an affine - batchnorm helper for the scores; split into _forward and _backward.
from .layer_utils import affine_batchnorm_backward, affine_batchnorm_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if not use_batchnorm:
            return
        widths = [*hidden_dims, num_classes]
        self.bn_params = [{"mode": "train"} for _ in widths]
        self.params.update({f"gamma{j + 1}": np.ones(w, dtype) for j, w in enumerate(widths)})
        self.params.update({f"beta{j + 1}": np.zeros(w, dtype) for j, w in enumerate(widths)})

    def _forward(self, x):
        saved = []
        for j, bn_param in enumerate(self.bn_params, 1):
            args = [self.params[name + str(j)] for name in ("W", "b", "gamma", "beta")]
            step = affine_batchnorm_relu_forward
            if j == self.num_layers:
                step = affine_batchnorm_forward
            x, cache = step(x, *args, bn_param)
            saved.append(cache)
        return x, saved

    def _backward(self, d, saved):
        grads = {}
        for j in range(self.num_layers, 0, -1):
            step = affine_batchnorm_relu_backward
            if j == self.num_layers:
                step = affine_batchnorm_backward
            d, *rest = step(d, saved[j - 1])
            for name, value in zip(("W", "b", "gamma", "beta"), rest):
                grads[name + str(j)] = value
        return grads

    def loss(self, X, y=None):
        if not self.use_batchnorm:
            return super().loss(X, y)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        scores, saved = self._forward(X.astype(self.dtype))
        if y is None:
            return scores
        loss, d = softmax_loss(scores, y)
        grads = self._backward(d, saved)
        for j in range(1, self.num_layers + 1):
            W = self.params[f"W{j}"]
            loss += 0.5 * self.reg * float(np.sum(W**2))
            grads[f"W{j}"] += self.reg * W
        return loss, grads
