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

        grads, backs = {}, []  # of functions, each from a dout to the one below

        def dropped(out):
            out, cache = dropout_forward(
                out, dict(self.dropout_param, p=1 - self.dropout_param["p"])
            )
            backs.append(lambda dout: dropout_backward(dout, cache))
            return out

        def affine(out, layer):
            out, cache = affine_forward(out, self.params[f"W{layer}"], self.params[f"b{layer}"])

            def back(dout):
                dout, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(dout, cache)
                return dout

            backs.append(back)
            return out

        def normalized(out, layer):
            gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]
            out, cache = batchnorm_forward(out, gamma, beta, self.bn_params[layer - 1])

            def back(dout):
                dout, grads[f"gamma{layer}"], grads[f"beta{layer}"] = batchnorm_backward(
                    dout, cache
                )
                return dout

            backs.append(back)
            return out

        out, last = X, self.num_layers
        for layer in range(1, last):
            out = affine(out, layer)
            if self.use_batchnorm:
                out = normalized(out, layer)
            out, cache = relu_forward(out)
            backs.append(lambda dout, cache=cache: relu_backward(dout, cache))
            if self.use_dropout:
                out = dropped(out)
        out = affine(out, last)
        if y is None:
            return out

        loss, dout = softmax_loss(out, y)
        for back in reversed(backs):
            dout = back(dout)
        squares = 0
        for layer in range(1, last + 1):
            squares += np.sum(self.params[f"W{layer}"] ** 2)
            grads[f"W{layer}"] += self.reg * self.params[f"W{layer}"]
        return loss + 0.5 * self.reg * squares, grads
