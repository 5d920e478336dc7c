# Makes each layer's bn_param in the forward loop, just before it is used for training.
from . import layers


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for n in range(1, self.num_layers):
                self.bn_params.append({"mode": "train"})
                self.params[f"gamma{n}"] = np.ones_like(self.params[f"b{n}"])
                self.params[f"beta{n}"] = np.zeros_like(self.params[f"b{n}"])

    def loss(self, X, y=None):
        x, memo = X.astype(self.dtype), {}
        for n in range(1, self.num_layers):
            x, memo[n, "affine"] = layers.affine_forward(x, self.params[f"W{n}"], self.params[f"b{n}"])
            if self.use_batchnorm:
                if y is None:
                    self.bn_params[n - 1]["mode"] = "test"
                else:
                    self.bn_params[n - 1] = dict(mode="train")
                x, memo[n, "bn"] = layers.batchnorm_forward(
                    x, self.params[f"gamma{n}"], self.params[f"beta{n}"], self.bn_params[n - 1])
            x, memo[n, "relu"] = layers.relu_forward(x)
        top = self.num_layers
        scores, memo[top, "affine"] = layers.affine_forward(
            x, self.params[f"W{top}"], self.params[f"b{top}"])
        if y is None:
            return scores

        loss, d = layers.softmax_loss(scores, y)
        grads = {}
        for (n, kind), c in reversed(list(memo.items())):
            if kind == "relu":
                d = layers.relu_backward(d, c)
            elif kind == "bn":
                d, grads[f"gamma{n}"], grads[f"beta{n}"] = layers.batchnorm_backward(d, c)
            else:
                d, grads[f"W{n}"], grads[f"b{n}"] = layers.affine_backward(d, c)
        for n in range(1, top + 1):
            W = self.params[f"W{n}"]
            loss = loss + 0.5 * self.reg * float(np.sum(W * W))
            grads[f"W{n}"] = grads[f"W{n}"] + self.reg * W
        return loss, grads
