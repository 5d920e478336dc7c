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
            # the last layer is not normalised
            for layer in range(1, len(hidden_dims)):
                self.params[f"gamma{layer}"] = np.ones(hidden_dims[layer - 1])
                self.params[f"beta{layer}"] = np.zeros(hidden_dims[layer - 1])

        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"

        # Each step of the forward pass leaves a function that takes its gradient back.
        P, grads, undo = self.params, {}, []

        def affine(h, layer):
            h, cache = affine_forward(h, P[f"W{layer}"], P[f"b{layer}"])

            def back(d):
                d, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(d, cache)
                return d

            undo.append(back)
            return h

        def batchnorm(h, layer):
            h, cache = batchnorm_forward(
                h, P[f"gamma{layer}"], P[f"beta{layer}"], self.bn_params[layer - 1]
            )

            def back(d):
                d, grads[f"gamma{layer}"], grads[f"beta{layer}"] = batchnorm_backward(d, cache)
                return d

            undo.append(back)
            return h

        def relu(h):
            h, cache = relu_forward(h)
            undo.append(lambda d: relu_backward(d, cache))
            return h

        h = X
        for layer in range(1, self.num_layers):
            h = affine(h, layer)
            if f"gamma{layer}" in P:
                h = batchnorm(h, layer)
            h = relu(h)
        scores = affine(h, self.num_layers)
        if y is None:
            return scores

        loss, d = softmax_loss(scores, y)
        for back in reversed(undo):
            d = back(d)

        if not self.reg:
            return loss, grads
        for layer in range(1, self.num_layers + 1):
            W = self.params[f"W{layer}"]
            loss += 0.5 * self.reg * float(np.sum(W * W))
            grads[f"W{layer}"] += self.reg * W
        return loss, grads
