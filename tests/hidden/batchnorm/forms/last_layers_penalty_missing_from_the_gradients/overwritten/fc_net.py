# The penalties' gradients are put into the dict first. Hidden layers add to them, the last layer's
# assignment puts its own in their place.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        self.params = {}
        self.bn_params = []
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        for layer, (rows, columns) in enumerate(zip(dims, dims[1:]), start=1):
            self.params[f"W{layer}"] = weight_scale * rng.randn(rows, columns)
            self.params[f"b{layer}"] = np.zeros(columns)
            if use_batchnorm and layer < self.num_layers:
                self.params[f"gamma{layer}"] = np.ones(columns)
                self.params[f"beta{layer}"] = np.zeros(columns)
                self.bn_params.append({"mode": "train"})
        for name in self.params:
            self.params[name] = self.params[name].astype(dtype)

    def loss(self, X, y=None):
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        scores, steps, last_cache = self._scores(X.astype(self.dtype, copy=False))
        if y is None:
            return scores

        loss, dout = softmax_loss(scores, y)
        grads = {}
        for name, param in self.params.items():
            if name.startswith("W"):
                loss += 0.5 * self.reg * float(np.sum(param**2))
                grads[name] = self.reg * param

        last = self.num_layers
        dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dout, last_cache)
        for layer in range(last - 1, 0, -1):
            affine_cache, norm_cache, relu_cache = steps[layer - 1]
            dout = relu_backward(dout, relu_cache)
            if self.use_batchnorm:
                dout, grads[f"gamma{layer}"], grads[f"beta{layer}"] = batchnorm_backward(
                    dout, norm_cache
                )
            dout, dW, grads[f"b{layer}"] = affine_backward(dout, affine_cache)
            grads[f"W{layer}"] += dW
        return loss, grads

    def _scores(self, out):
        steps = []
        for layer in range(1, self.num_layers):
            norm_cache = None
            out, affine_cache = affine_forward(
                out, self.params[f"W{layer}"], self.params[f"b{layer}"]
            )
            if self.use_batchnorm:
                gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]
                out, norm_cache = batchnorm_forward(out, gamma, beta, self.bn_params[layer - 1])
            out, relu_cache = relu_forward(out)
            steps.append((affine_cache, norm_cache, relu_cache))
        last = self.num_layers
        scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        return scores, steps, cache
