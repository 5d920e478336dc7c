# The penalty is summed up during the forward pass, its gradient added during the backward pass.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in range(self.num_layers - 1)]
            for i in range(self.num_layers - 1):
                self.params["gamma%d" % (i + 1)] = np.ones(hidden_dims[i], dtype=dtype)
                self.params["beta%d" % (i + 1)] = np.zeros(hidden_dims[i], dtype=dtype)

    def loss(self, X, y=None):
        mode = "test" if y is None else "train"
        x, penalty, undo = X.astype(self.dtype), 0.0, []
        for i in range(1, self.num_layers + 1):
            W = self.params["W%d" % i]
            penalty += float(np.dot(W.ravel(), W.ravel()))
            x, fc = affine_forward(x, W, self.params["b%d" % i])
            bn = act = None
            if i < self.num_layers:
                if self.use_batchnorm:
                    self.bn_params[i - 1]["mode"] = mode
                    x, bn = batchnorm_forward(
                        x, gamma=self.params["gamma%d" % i], beta=self.params["beta%d" % i],
                        bn_param=self.bn_params[i - 1])
                x, act = relu_forward(x)
            undo.insert(0, (i, fc, bn, act))
        if mode == "test":
            return x

        loss, dx = softmax_loss(x, y)
        loss += self.reg * penalty
        grads = {}
        for i, fc, bn, act in undo:
            if act is not None:
                dx = relu_backward(dx, act)
            if bn is not None:
                dx, grads["gamma%d" % i], grads["beta%d" % i] = batchnorm_backward(dx, bn)
            dx, dW, grads["b%d" % i] = affine_backward(dx, fc)
            grads["W%d" % i] = dW + self.reg * self.params["W%d" % i]
        return loss, grads
