# A list of layer objects, each with its own share of the parameters; net.params is the one dict that they all look into.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class Layer:
    """Knows the net and its number; reads its parameters from the net at every call."""

    names = ()

    def __init__(self, net, number):
        self.net, self.number = net, number

    def get(self, name):
        return self.net.params[name + str(self.number)]

    def put(self, **grads):
        for name, g in grads.items():
            self.grads[name + str(self.number)] = g

    def loss(self):
        return 0.0

    def forward(self, x, training):
        raise NotImplementedError


class Affine(Layer):
    def __init__(self, net, number, fan_in, fan_out, scale, rng):
        super().__init__(net, number)
        net.params[f"W{number}"] = (scale * rng.randn(fan_in, fan_out)).astype(net.dtype)
        net.params[f"b{number}"] = np.zeros(fan_out, net.dtype)

    def forward(self, x, training):
        out, self.cache = affine_forward(x, self.get("W"), self.get("b"))
        return out

    def backward(self, dout):
        self.grads = {}
        dx, dW, db = affine_backward(dout, self.cache)
        self.put(W=dW + self.net.reg * self.get("W"), b=db)
        return dx

    def loss(self):
        return 0.5 * self.net.reg * np.sum(np.square(self.get("W")))


class BatchNorm(Layer):
    def __init__(self, net, number, width):
        super().__init__(net, number)
        net.params[f"gamma{number}"] = np.ones(width, net.dtype)
        net.params[f"beta{number}"] = np.zeros(width, net.dtype)
        self.bn_param = {"mode": "train"}
        net.bn_params.append(self.bn_param)

    def forward(self, x, training):
        self.bn_param["mode"] = "train" if training else "test"
        out, self.cache = batchnorm_forward(x, self.get("gamma"), self.get("beta"), self.bn_param)
        return out

    def backward(self, dout):
        self.grads = {}
        dx, dgamma, dbeta = batchnorm_backward(dout, self.cache)
        self.put(gamma=dgamma, beta=dbeta)
        return dx


class ReLU(Layer):
    def forward(self, x, training):
        out, self.cache = relu_forward(x)
        return out

    def backward(self, dout):
        self.grads = {}
        return relu_backward(dout, self.cache)


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.reg, self.dtype, self.use_batchnorm = reg, dtype, use_batchnorm
        self.params, self.bn_params, self.layers = {}, [], []
        rng = np.random if seed is None else np.random.RandomState(seed)
        fan_in, number = input_dim, 0
        for number, width in enumerate(hidden_dims, 1):
            self.layers.append(Affine(self, number, fan_in, width, weight_scale, rng))
            if use_batchnorm:
                self.layers.append(BatchNorm(self, number, width))
            self.layers.append(ReLU(self, number))
            fan_in = width
        self.layers.append(Affine(self, number + 1, fan_in, num_classes, weight_scale, rng))
        self.num_layers = number + 1

    def loss(self, X, y=None):
        out = X.astype(self.dtype, copy=False)
        for layer in self.layers:
            out = layer.forward(out, training=y is not None)
        if y is None:
            return out
        loss, d = softmax_loss(out, y)
        grads = {}
        for layer in self.layers[::-1]:
            d = layer.backward(d)
            loss += layer.loss()
            grads.update(layer.grads)
        return float(loss), grads
