# Blocks hold the arrays themselves and are loaded from net.params at the start of every loss.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class Block:
    """affine, perhaps batchnorm, perhaps relu."""

    def __init__(self, W, b, normalise, activate):
        self.W, self.b = W, b
        self.normalise, self.activate = normalise, activate
        self.names = ["W", "b"]
        self.bn_param = None
        if normalise:
            self.gamma, self.beta = np.ones_like(b), np.zeros_like(b)
            self.names += ["gamma", "beta"]
            self.bn_param = {"mode": "train"}

    def state(self):
        return {name: getattr(self, name) for name in self.names}

    def load(self, values):
        for name in self.names:
            setattr(self, name, values[name])

    def __call__(self, x, mode):
        x, self.c_affine = affine_forward(x, self.W, self.b)
        if self.normalise:
            self.bn_param["mode"] = mode
            x, self.c_bn = batchnorm_forward(x, self.gamma, self.beta, self.bn_param)
        if self.activate:
            x, self.c_relu = relu_forward(x)
        return x

    def backward(self, d):
        g = {}
        if self.activate:
            d = relu_backward(d, self.c_relu)
        if self.normalise:
            d, g["gamma"], g["beta"] = batchnorm_backward(d, self.c_bn)
        d, g["W"], g["b"] = affine_backward(d, self.c_affine)
        return d, g


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        # the stub draws the weights
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        self.blocks = []
        for i in range(1, self.num_layers + 1):
            is_hidden = i < self.num_layers
            self.blocks.append(Block(self.params[f"W{i}"], self.params[f"b{i}"],
                                     use_batchnorm and is_hidden, is_hidden))
        self.params = {name + str(i): value for i, block in enumerate(self.blocks, 1)
                       for name, value in block.state().items()}
        self.bn_params = [block.bn_param for block in self.blocks if block.normalise]

    def loss(self, X, y=None):
        for i, block in enumerate(self.blocks, 1):
            block.load({name: self.params[name + str(i)] for name in block.names})
        out = X.astype(self.dtype)
        for block in self.blocks:
            out = block(out, "test" if y is None else "train")
        if y is None:
            return out
        loss, d = softmax_loss(out, y)
        grads = {}
        for i, block in reversed(list(enumerate(self.blocks, 1))):
            d, g = block.backward(d)
            g["W"] = g["W"] + self.reg * block.W
            loss += 0.5 * self.reg * np.sum(block.W ** 2)
            for name in g:
                grads[name + str(i)] = g[name]
        return loss, grads
