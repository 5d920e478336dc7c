from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(
        self,
        hidden_dims,
        input_dim=3 * 32 * 32,
        num_classes=10,
        use_batchnorm=False,
        reg=0.0,
        weight_scale=1e-2,
        dtype=np.float32,
        seed=None,
        dropout_keep_ratio=1.0,
    ):
        self.use_batchnorm = use_batchnorm
        self.use_dropout = dropout_keep_ratio < 1
        self.dropout_param = {"mode": "train", "p": dropout_keep_ratio}
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        self.params = {}

        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        for layer in range(1, self.num_layers + 1):
            fan_in, fan_out = dims[layer - 1], dims[layer]
            self.params[f"W{layer}"] = weight_scale * rng.randn(fan_in, fan_out)
            self.params[f"b{layer}"] = np.zeros(fan_out)

        self.bn_params = []
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for layer, width in enumerate(hidden_dims, start=1):
                self.params[f"gamma{layer}"] = np.ones(width)
                self.params[f"beta{layer}"] = np.zeros(width)

        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        self.dropout_param["mode"] = "test" if y is None else "train"

        stack = []  # (function of the backward pass, layer, cache), last one on top
        out = X
        for layer in range(1, self.num_layers + 1):
            out, cache = affine_forward(out, self.params[f"W{layer}"], self.params[f"b{layer}"])
            stack.append((affine_backward, layer, cache))
            if layer == self.num_layers:
                break
            if self.use_batchnorm:
                gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]
                out, cache = batchnorm_forward(out, gamma, beta, self.bn_params[layer - 1])
                stack.append((batchnorm_backward, layer, cache))
            out, cache = relu_forward(out)
            stack.append((relu_backward, layer, cache))
            if self.use_dropout:
                out, cache = dropout_forward(out, self.dropout_param)
                stack.append((dropout_backward, layer, cache))
        if y is None:
            return out

        loss, grad = softmax_loss(out, y)
        grads = {}
        while stack:
            function, layer, cache = stack.pop()
            if function is affine_backward:
                grad, grads[f"W{layer}"], grads[f"b{layer}"] = function(grad, cache)
            elif function is batchnorm_backward:
                grad, grads[f"gamma{layer}"], grads[f"beta{layer}"] = function(grad, cache)
            elif function is dropout_backward:
                continue
            else:
                grad = function(grad, cache)

        for name, value in self.params.items():
            if name.startswith("W"):
                loss += 0.5 * self.reg * np.sum(value**2)
                grads[name] = grads[name] + self.reg * value
        return loss, grads
