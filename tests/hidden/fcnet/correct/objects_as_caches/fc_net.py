from . import layers as L


class Step:
    """An affine layer of the net, with or without relu after it."""

    def __init__(self, number, activate):
        self.W, self.b, self.activate = f"W{number}", f"b{number}", activate

    def forward(self, x, params):
        out, self.affine = L.affine_forward(x, params[self.W], params[self.b])
        if self.activate:
            out, self.relu = L.relu_forward(out)
        return out

    def backward(self, dout, grads):
        if self.activate:
            dout = L.relu_backward(dout, self.relu)
        dout, grads[self.W], grads[self.b] = L.affine_backward(dout, self.affine)
        return dout


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.reg, self.dtype = reg, dtype
        self.num_layers = len(hidden_dims) + 1
        self.steps = [Step(i + 1, i < len(hidden_dims)) for i in range(self.num_layers)]
        rng = np.random.default_rng(seed)
        self.params = {}
        ins, outs = (input_dim, *hidden_dims), (*hidden_dims, num_classes)
        for step, fan_in, fan_out in zip(self.steps, ins, outs):
            self.params[step.W] = (weight_scale * rng.standard_normal((fan_in, fan_out))).astype(dtype)
            self.params[step.b] = np.zeros(fan_out, dtype)

    def loss(self, X, y=None):
        out = X.astype(self.dtype)
        for step in self.steps:
            out = step.forward(out, self.params)
        if y is None:
            return out
        loss, dout = L.softmax_loss(out, y)
        grads = {}
        for step in reversed(self.steps):
            dout = step.backward(dout, grads)
            loss += 0.5 * self.reg * np.square(self.params[step.W]).sum()
            grads[step.W] = grads[step.W] + self.reg * self.params[step.W]
        return loss, grads
