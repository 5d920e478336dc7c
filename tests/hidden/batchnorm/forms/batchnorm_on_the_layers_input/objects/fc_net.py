# Little layer objects with a forward and a backward method, built anew for each loss.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class _Affine:
    def __init__(self, net, i):
        self.net, self.w, self.b = net, f"W{i}", f"b{i}"

    def forward(self, x):
        out, self.cache = affine_forward(x, self.net.params[self.w], self.net.params[self.b])
        return out

    def backward(self, dout, grads):
        dx, grads[self.w], grads[self.b] = affine_backward(dout, self.cache)
        return dx


class _BatchNorm:
    def __init__(self, net, i, mode):
        self.net, self.gamma, self.beta = net, f"gamma{i}", f"beta{i}"
        self.bn_param = net.bn_params[i - 1]
        self.bn_param["mode"] = mode

    def forward(self, x):
        x = x.reshape(len(x), -1)
        gamma, beta = self.net.params[self.gamma], self.net.params[self.beta]
        out, self.cache = batchnorm_forward(x, gamma, beta, self.bn_param)
        return out

    def backward(self, dout, grads):
        dx, grads[self.gamma], grads[self.beta] = batchnorm_backward(dout, self.cache)
        return dx


class _Relu:
    def forward(self, x):
        out, self.cache = relu_forward(x)
        return out

    def backward(self, dout, grads):
        return relu_backward(dout, self.cache)


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        self.num_layers = len(hidden_dims) + 1
        self.bn_params = []
        self.params = {}
        draw = (np.random if seed is None else np.random.RandomState(seed)).randn
        dims = [input_dim, *hidden_dims, num_classes]
        for i, (rows, columns) in enumerate(zip(dims[:-1], dims[1:]), start=1):
            self.params[f"W{i}"] = (draw(rows, columns) * weight_scale).astype(dtype)
            self.params[f"b{i}"] = np.zeros(columns, dtype)
            if use_batchnorm and i < self.num_layers:
                # batch norm sits in front of the affine layer, so its size is the input's
                self.params[f"gamma{i}"] = np.ones(rows, dtype)
                self.params[f"beta{i}"] = np.zeros(rows, dtype)
                self.bn_params.append({"mode": "train"})

    def _stack(self, mode):
        stack = []
        for i in range(1, self.num_layers):
            if self.use_batchnorm:
                stack.append(_BatchNorm(self, i, mode))
            stack += [_Affine(self, i), _Relu()]
        return stack + [_Affine(self, self.num_layers)]

    def loss(self, X, y=None):
        stack = self._stack("test" if y is None else "train")
        out = X.astype(self.dtype)
        for layer in stack:
            out = layer.forward(out)
        if y is None:
            return out
        loss, dout = softmax_loss(out, y)
        grads = {}
        for layer in stack[::-1]:
            dout = layer.backward(dout, grads)
        for i in range(1, self.num_layers + 1):
            W = self.params[f"W{i}"]
            loss += 0.5 * self.reg * float(np.vdot(W, W))
            grads[f"W{i}"] += self.reg * W
        return loss, grads
