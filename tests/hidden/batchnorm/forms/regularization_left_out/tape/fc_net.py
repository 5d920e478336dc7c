# Records (backward function, cache, parameter names) on a tape; a generic backward loop.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for n in range(1, self.num_layers):
                self.params["gamma" + str(n)] = np.ones(hidden_dims[n - 1], dtype)
                self.params["beta" + str(n)] = np.zeros(hidden_dims[n - 1], dtype)
                self.bn_params.append({"mode": "train"})

    def loss(self, X, y=None):
        tape = []

        def run(forward, backward, value, names, *more):
            value, cache = forward(value, *[self.params[name] for name in names], *more)
            tape.append((backward, cache, names))
            return value

        value = X.astype(self.dtype)
        for n in range(1, self.num_layers + 1):
            s = str(n)
            value = run(affine_forward, affine_backward, value, ["W" + s, "b" + s])
            if n < self.num_layers:
                if self.use_batchnorm:
                    self.bn_params[n - 1]["mode"] = "test" if y is None else "train"
                    value = run(batchnorm_forward, batchnorm_backward, value,
                                ["gamma" + s, "beta" + s], self.bn_params[n - 1])
                value = run(relu_forward, relu_backward, value, [])
        if y is None:
            return value

        loss, up = softmax_loss(value, y)
        grads = {}
        for backward, cache, names in tape[::-1]:
            result = backward(up, cache)
            if names:
                up = result[0]
                grads.update(zip(names, result[1:]))
            else:
                up = result
        return loss, grads
