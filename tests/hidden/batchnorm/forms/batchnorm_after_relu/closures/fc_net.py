# A tape: each step of the forward pass pushes a function that takes its gradient back.
from . import layers as L_


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim=input_dim, num_classes=num_classes, reg=reg,
                         weight_scale=weight_scale, dtype=dtype, seed=seed)
        self.use_batchnorm = use_batchnorm
        self.bn_params = [dict(mode="train") for _ in hidden_dims] if use_batchnorm else []
        for n, _ in enumerate(self.bn_params):
            self.params["gamma%d" % (n + 1)] = np.ones(hidden_dims[n], dtype)
            self.params["beta%d" % (n + 1)] = np.zeros(hidden_dims[n], dtype)

    def loss(self, X, y=None):
        theta, grads, tape = self.params, {}, []

        def affine(value, n):
            value, saved = L_.affine_forward(value, theta["W%d" % n], theta["b%d" % n])

            def back(up):
                up, grads["W%d" % n], grads["b%d" % n] = L_.affine_backward(up, saved)
                grads["W%d" % n] = grads["W%d" % n] + self.reg * theta["W%d" % n]
                return up

            tape.append(back)
            return value

        def rectify(value):
            value, saved = L_.relu_forward(value)
            tape.append(lambda up: L_.relu_backward(up, saved))
            return value

        def normalise(value, n):
            settings = self.bn_params[n - 1]
            settings["mode"] = "train" if y is not None else "test"
            value, saved = L_.batchnorm_forward(
                value, theta["gamma%d" % n], theta["beta%d" % n], settings)

            def back(up):
                up, grads["gamma%d" % n], grads["beta%d" % n] = L_.batchnorm_backward(up, saved)
                return up

            tape.append(back)
            return value

        value = X.astype(self.dtype)
        for n in range(1, self.num_layers):
            value = rectify(affine(value, n))
            if self.use_batchnorm:
                value = normalise(value, n)
        value = affine(value, self.num_layers)
        if y is None:
            return value
        total, up = L_.softmax_loss(value, y)
        while tape:
            up = tape.pop()(up)
        for n in range(1, self.num_layers + 1):
            total += self.reg / 2 * float(np.sum(theta["W%d" % n] ** 2))
        return total, grads
