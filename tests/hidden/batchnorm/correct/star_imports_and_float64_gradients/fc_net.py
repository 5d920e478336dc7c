# Star imports; parameters are of the net's dtype, the gradients of all of them float64.
from .layer_utils import *
from .layers import *


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, reg=reg, weight_scale=weight_scale,
                         dtype=dtype, seed=seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [dict(mode="train") for _ in range(self.num_layers - 1)]
            self.params.update((f"gamma{i}", np.ones(n, dtype)) for i, n in enumerate(hidden_dims, 1))
            self.params.update((f"beta{i}", np.zeros(n, dtype)) for i, n in enumerate(hidden_dims, 1))

    def loss(self, X, y=None):
        P = {name: value.astype(np.float64) for name, value in self.params.items()}
        h = X.astype(self.dtype).astype(np.float64)
        for bn_param in self.bn_params:
            bn_param["mode"] = "train" if y is not None else "test"

        caches = []
        for i in range(1, self.num_layers):
            if self.use_batchnorm:
                h, c = affine_batchnorm_relu_forward(
                    h, P[f"W{i}"], P[f"b{i}"], P[f"gamma{i}"], P[f"beta{i}"], self.bn_params[i - 1])
            else:
                h, c = affine_relu_forward(h, P[f"W{i}"], P[f"b{i}"])
            caches.append(c)
        i = self.num_layers
        scores, c = affine_forward(h, P[f"W{i}"], P[f"b{i}"])
        if y is None:
            return scores

        loss, d = softmax_loss(scores, y)
        loss += 0.5 * self.reg * sum(np.sum(P[k] ** 2) for k in P if k[0] == "W")
        grads = {}
        d, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(d, c)
        while caches:
            i -= 1
            if self.use_batchnorm:
                d, dW, db, dgamma, dbeta = affine_batchnorm_relu_backward(d, caches.pop())
                grads[f"gamma{i}"], grads[f"beta{i}"] = dgamma, dbeta
            else:
                d, dW, db = affine_relu_backward(d, caches.pop())
            grads[f"W{i}"], grads[f"b{i}"] = dW, db
        for k in grads:
            if k[0] == "W":
                grads[k] += self.reg * P[k]
        return loss, grads
