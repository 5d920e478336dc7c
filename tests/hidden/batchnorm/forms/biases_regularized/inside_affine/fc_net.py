# An own affine backward that adds the weight decay; layers kept as functions in a list.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


def affine_with_decay_backward(dout, cache, b, reg):
    dx, dw, db = affine_backward(dout, cache)
    w = cache[1]
    cost = 0.5 * reg * float(np.sum(w**2)) + 0.5 * reg * float(np.sum(b**2))
    return dx, dw + reg * w, db + reg * b, cost


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        i = 1
        while use_batchnorm and i <= len(hidden_dims):
            self.params["gamma" + str(i)] = np.ones(hidden_dims[i - 1]).astype(dtype)
            self.params["beta" + str(i)] = np.zeros(hidden_dims[i - 1]).astype(dtype)
            self.bn_params.append({"mode": "train"})
            i += 1

    def loss(self, X, y=None):
        h, tape, grads = X.astype(self.dtype), [], {}
        for i in range(1, self.num_layers + 1):
            s = str(i)
            h, cache = affine_forward(h, self.params["W" + s], self.params["b" + s])
            tape.append([s, cache])
            if i == self.num_layers:
                break
            if self.use_batchnorm:
                self.bn_params[i - 1]["mode"] = "train" if y is not None else "test"
                h, cache = batchnorm_forward(
                    h, self.params["gamma" + s], self.params["beta" + s], self.bn_params[i - 1])
                tape[-1].append(cache)
            h, cache = relu_forward(h)
            tape[-1].append(cache)
        if y is None:
            return h

        loss, dh = softmax_loss(h, y)
        for s, affine_cache, *others in tape[::-1]:
            if others:
                dh = relu_backward(dh, others.pop())
            if others:
                dh, grads["gamma" + s], grads["beta" + s] = batchnorm_backward(dh, others.pop())
            dh, grads["W" + s], grads["b" + s], cost = affine_with_decay_backward(
                dh, affine_cache, self.params["b" + s], self.reg)
            loss += cost
        return loss, grads
