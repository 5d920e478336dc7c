# A Layer class holding its own caches; the penalty over a flat list of parameter names.
from . import layers


class Layer:
    def __init__(self, number, hidden, bn_param):
        self.number, self.hidden, self.bn_param = number, hidden, bn_param
        self.names = ["W", "b"] if bn_param is None else ["W", "b", "gamma", "beta"]
        self.names = [n + str(number) for n in self.names]

    def forward(self, x, params, training):
        p = [params[n] for n in self.names]
        x, self.affine = layers.affine_forward(x, p[0], p[1])
        if self.bn_param is not None:
            self.bn_param["mode"] = "train" if training else "test"
            x, self.bn = layers.batchnorm_forward(x, p[2], p[3], self.bn_param)
        if self.hidden:
            x, self.relu = layers.relu_forward(x)
        return x

    def backward(self, dx):
        found = []
        if self.hidden:
            dx = layers.relu_backward(dx, self.relu)
        if self.bn_param is not None:
            dx, *found = layers.batchnorm_backward(dx, self.bn)
        dx, dw, db = layers.affine_backward(dx, self.affine)
        return dx, dict(zip(self.names, [dw, db, *found]))


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        self.layers = []
        for i in range(1, self.num_layers):
            bn_param = None
            if use_batchnorm:
                bn_param = {"mode": "train"}
                self.bn_params.append(bn_param)
                self.params[f"gamma{i}"] = np.ones_like(self.params[f"b{i}"])
                self.params[f"beta{i}"] = np.zeros_like(self.params[f"b{i}"])
            self.layers.append(Layer(i, True, bn_param))
        self.layers.append(Layer(self.num_layers, False, None))

    def loss(self, X, y=None):
        x = X.astype(self.dtype)
        for layer in self.layers:
            x = layer.forward(x, self.params, y is not None)
        if y is None:
            return x
        loss, dx = softmax_loss(x, y)
        grads = {}
        for layer in self.layers[::-1]:
            dx, found = layer.backward(dx)
            grads.update(found)

        decayed = [n for layer in self.layers for n in layer.names if n != f"b{layer.number}"]
        loss += sum(0.5 * self.reg * float((self.params[n] ** 2).sum()) for n in decayed)
        for n in decayed:
            grads[n] = grads[n] + self.reg * self.params[n]
        return loss, grads
