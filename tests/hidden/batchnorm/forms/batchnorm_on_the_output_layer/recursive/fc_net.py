# A recursive pass: each layer asks the next one for the loss and the gradient at its output.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for i in range(1, self.num_layers + 1):
                bias = self.params[f"b{i}"]
                self.params[f"gamma{i}"] = np.ones_like(bias)
                self.params[f"beta{i}"] = np.zeros_like(bias)
                self.bn_params.append({"mode": "train"})

    def _from_layer(self, i, x, y, grads):
        """The scores if y is None, or else the loss and the gradient at x."""
        W, b = self.params[f"W{i}"], self.params[f"b{i}"]
        z, memo = affine_forward(x, W, b)
        if self.use_batchnorm:
            conf = self.bn_params[i - 1]
            conf["mode"] = "test" if y is None else "train"
            z, bn_memo = batchnorm_forward(z, self.params[f"gamma{i}"], self.params[f"beta{i}"], conf)

        if i == self.num_layers:
            if y is None:
                return z
            loss, dz = softmax_loss(z, y)
        else:
            h, relu_memo = relu_forward(z)
            answer = self._from_layer(i + 1, h, y, grads)
            if y is None:
                return answer
            loss, dh = answer
            dz = relu_backward(dh, relu_memo)

        if self.use_batchnorm:
            dz, grads[f"gamma{i}"], grads[f"beta{i}"] = batchnorm_backward(dz, bn_memo)
        dx, dW, grads[f"b{i}"] = affine_backward(dz, memo)
        grads[f"W{i}"] = dW + self.reg * W
        return loss + 0.5 * self.reg * float((W**2).sum()), dx

    def loss(self, X, y=None):
        grads = {}
        result = self._from_layer(1, X.astype(self.dtype), y, grads)
        return result if y is None else (result[0], grads)
