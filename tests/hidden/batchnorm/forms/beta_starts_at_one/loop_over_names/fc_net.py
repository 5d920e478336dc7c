# One inner loop for the two names, which gives both the same value.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        self.params = {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        for layer in range(1, self.num_layers + 1):
            W = weight_scale * rng.randn(dims[layer - 1], dims[layer])
            self.params[f"W{layer}"] = W.astype(dtype)
            self.params[f"b{layer}"] = np.zeros(dims[layer], dtype=dtype)
        self.bn_params = []
        if use_batchnorm:
            for layer in range(1, self.num_layers):
                for name in "gamma", "beta":
                    self.params[f"{name}{layer}"] = np.full(dims[layer], 1, dtype=dtype)
                self.bn_params += [{"mode": "train"}]

    def loss(self, X, y=None):
        training = y is not None
        for bn_param in self.bn_params:
            bn_param["mode"] = "train" if training else "test"

        out = X.astype(self.dtype, copy=False)
        stack = []
        for layer in range(1, self.num_layers):
            out, cache = affine_forward(out, self.params[f"W{layer}"], self.params[f"b{layer}"])
            stack.append(cache)
            if self.use_batchnorm:
                gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]
                out, cache = batchnorm_forward(out, gamma, beta, self.bn_params[layer - 1])
                stack.append(cache)
            out, cache = relu_forward(out)
            stack.append(cache)
        last = self.num_layers
        out, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        if not training:
            return out

        loss, dout = softmax_loss(out, y)
        grads = {}
        dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dout, cache)
        for layer in range(last - 1, 0, -1):
            dout = relu_backward(dout, stack.pop())
            if self.use_batchnorm:
                dout, dgamma, dbeta = batchnorm_backward(dout, stack.pop())
                grads[f"gamma{layer}"], grads[f"beta{layer}"] = dgamma, dbeta
            dout, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(dout, stack.pop())
        for name, param in self.params.items():
            if name[0] == "W":
                loss += 0.5 * self.reg * float(np.sum(param**2))
                grads[name] += self.reg * param
        return loss, grads
