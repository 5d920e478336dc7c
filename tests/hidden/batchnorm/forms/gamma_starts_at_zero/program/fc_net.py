# The net as a list of (operation, layer) pairs, walked forwards and then backwards.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        self.steps = []
        for k, width in enumerate(hidden_dims, 1):
            self.steps.append(("affine", k))
            if use_batchnorm:
                self.bn_params.append({"mode": "train"})
                scale_and_shift = np.zeros((2, width), dtype)
                self.params[f"gamma{k}"] = scale_and_shift[0].copy()
                self.params[f"beta{k}"] = scale_and_shift[1].copy()
                self.steps.append(("norm", k))
            self.steps.append(("relu", k))
        self.steps.append(("affine", self.num_layers))

    def loss(self, X, y=None):
        p, grads, memory = self.params, {}, []
        out = X.astype(self.dtype)
        for op, k in self.steps:
            if op == "affine":
                out, c = affine_forward(out, p[f"W{k}"], p[f"b{k}"])
            elif op == "norm":
                self.bn_params[k - 1].update(mode="test" if y is None else "train")
                out, c = batchnorm_forward(out, p[f"gamma{k}"], p[f"beta{k}"], self.bn_params[k - 1])
            else:
                out, c = relu_forward(out)
            memory.append(c)
        if y is None:
            return out
        loss, dout = softmax_loss(out, y)
        for (op, k), c in zip(self.steps[::-1], memory[::-1]):
            if op == "affine":
                dout, dw, grads[f"b{k}"] = affine_backward(dout, c)
                grads[f"W{k}"] = dw + self.reg * p[f"W{k}"]
                loss += 0.5 * self.reg * float(np.square(p[f"W{k}"]).sum())
            elif op == "norm":
                dout, grads[f"gamma{k}"], grads[f"beta{k}"] = batchnorm_backward(dout, c)
            else:
                dout = relu_backward(dout, c)
        return loss, grads
