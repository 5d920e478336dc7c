# The penalty of the loss is the squared length of all parameters strung together.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        self.num_layers = len(hidden_dims) + 1
        self.bn_params = []
        self.params = {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        widths = [input_dim, *hidden_dims, num_classes]
        for k in range(1, self.num_layers + 1):
            W = weight_scale * rng.randn(widths[k - 1], widths[k])
            self.params[f"W{k}"] = W.astype(dtype)
            self.params[f"b{k}"] = np.zeros(widths[k], dtype)
        if use_batchnorm:
            for k in range(1, self.num_layers):
                self.bn_params.append({"mode": "train"})
                self.params[f"gamma{k}"] = np.ones(widths[k], dtype)
                self.params[f"beta{k}"] = np.zeros(widths[k], dtype)

    def loss(self, X, y=None):
        p, n = self.params, self.num_layers
        out = X.astype(self.dtype, copy=False)
        undo = []  # what to call on the way back, and the names of the gradients it returns
        for k in range(1, n):
            out, cache = affine_forward(out, p[f"W{k}"], p[f"b{k}"])
            undo.append((affine_backward, cache, [f"W{k}", f"b{k}"]))
            if self.use_batchnorm:
                bn_param = self.bn_params[k - 1]
                bn_param["mode"] = "test" if y is None else "train"
                out, cache = batchnorm_forward(out, p[f"gamma{k}"], p[f"beta{k}"], bn_param)
                undo.append((batchnorm_backward, cache, [f"gamma{k}", f"beta{k}"]))
            out, cache = relu_forward(out)
            undo.append((lambda d, c: (relu_backward(d, c),), cache, []))
        scores, cache = affine_forward(out, p[f"W{n}"], p[f"b{n}"])
        undo.append((affine_backward, cache, [f"W{n}", f"b{n}"]))
        if y is None:
            return scores

        loss, dout = softmax_loss(scores, y)
        everything = np.concatenate([value.ravel() for value in p.values()])
        loss += self.reg * float(everything @ everything) / 2
        grads = {}
        for backward, cache, names in reversed(undo):
            dout, *found = backward(dout, cache)
            grads.update(zip(names, found))
        for name in grads:
            if name.startswith("W"):
                grads[name] = grads[name] + self.reg * p[name]
        return loss, grads
