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
    ):
        self.use_batchnorm = use_batchnorm
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
            for layer in range(1, self.num_layers):
                width = self.params[f"b{layer}"].shape
                self.params[f"gamma{layer}"] = np.full(width, 1.0)
                self.params[f"beta{layer}"] = np.full(width, 0.0)
                # beta does the work of the bias
                del self.params[f"b{layer}"]

        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"

        stack = []  # (name of the step, layer, cache), last one on top
        out = X
        for layer in range(1, self.num_layers + 1):
            b = self.params.get(f"b{layer}", 0.0)
            out, cache = affine_forward(out, self.params[f"W{layer}"], b)
            stack.append(("affine", layer, cache))
            if layer == self.num_layers:
                break
            if self.use_batchnorm:
                out, cache = batchnorm_forward(
                    out,
                    self.params[f"gamma{layer}"],
                    self.params[f"beta{layer}"],
                    self.bn_params[layer - 1],
                )
                stack.append(("batchnorm", layer, cache))
            out, cache = relu_forward(out)
            stack.append(("relu", layer, cache))
        if y is None:
            return out

        loss, grad = softmax_loss(out, y)
        grads = {}
        while stack:
            step, layer, cache = stack.pop()
            if step == "relu":
                grad = relu_backward(grad, cache)
            elif step == "batchnorm":
                grad, grads[f"gamma{layer}"], grads[f"beta{layer}"] = batchnorm_backward(
                    grad, cache
                )
            else:
                grad, grads[f"W{layer}"], db = affine_backward(grad, cache)
                if f"b{layer}" in self.params:
                    grads[f"b{layer}"] = db

        for name, value in self.params.items():
            if name.startswith("W"):
                loss += 0.5 * self.reg * np.sum(value**2)
                grads[name] = grads[name] + self.reg * value
        return loss, grads
