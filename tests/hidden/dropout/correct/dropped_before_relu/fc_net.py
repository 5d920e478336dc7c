# Affine, dropout, relu: as both only ever multiply by what is not negative, the order is no matter.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def loss(self, X, y=None):
        mode = "test" if y is None else "train"
        self.dropout_param["mode"] = mode
        for each in self.bn_params:
            each["mode"] = mode
        h = X.astype(self.dtype)
        kept = []
        for i in range(self.num_layers - 1):
            h, affine = affine_forward(h, self.params[f"W{i + 1}"], self.params[f"b{i + 1}"])
            bn = drop = None
            if self.use_batchnorm:
                h, bn = batchnorm_forward(
                    h, self.params[f"gamma{i + 1}"], self.params[f"beta{i + 1}"], self.bn_params[i]
                )
            if self.use_dropout and mode == "train":
                h, drop = dropout_forward(h, self.dropout_param)
            h, relu = relu_forward(h)
            kept.append((affine, bn, drop, relu))
        n = self.num_layers
        scores, last = affine_forward(h, self.params[f"W{n}"], self.params[f"b{n}"])
        if y is None:
            return scores
        loss, d = softmax_loss(scores, y)
        grads = {}
        d, grads[f"W{n}"], grads[f"b{n}"] = affine_backward(d, last)
        for i in reversed(range(n - 1)):
            affine, bn, drop, relu = kept.pop()
            d = relu_backward(d, relu)
            if self.use_dropout:
                d = dropout_backward(d, drop)
            if self.use_batchnorm:
                d, grads[f"gamma{i + 1}"], grads[f"beta{i + 1}"] = batchnorm_backward(d, bn)
            d, grads[f"W{i + 1}"], grads[f"b{i + 1}"] = affine_backward(d, affine)
        for i in range(1, n + 1):
            grads[f"W{i}"] = grads[f"W{i}"] + self.reg * self.params[f"W{i}"]
            loss += self.reg / 2 * np.sum(self.params[f"W{i}"] ** 2)
        return loss, grads
