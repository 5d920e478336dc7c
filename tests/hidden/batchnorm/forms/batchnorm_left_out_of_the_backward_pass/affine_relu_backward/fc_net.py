# The stub's backward loop with affine_relu_backward in both cases.
from .layers import batchnorm_forward, relu_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for i, h in enumerate(hidden_dims, 1):
                self.params[f"gamma{i}"] = np.ones(h, dtype=dtype)
                self.params[f"beta{i}"] = np.zeros(h, dtype=dtype)

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        out, caches = X, {}
        for i in range(1, self.num_layers):
            out, affine_cache = affine_forward(out, self.params[f"W{i}"], self.params[f"b{i}"])
            if self.use_batchnorm:
                out, _ = batchnorm_forward(
                    out, self.params[f"gamma{i}"], self.params[f"beta{i}"], self.bn_params[i - 1])
            out, relu_cache = relu_forward(out)
            caches[i] = (affine_cache, relu_cache)
        L = self.num_layers
        scores, cache = affine_forward(out, self.params[f"W{L}"], self.params[f"b{L}"])
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dout, grads[f"W{L}"], grads[f"b{L}"] = affine_backward(dscores, cache)
        for i in range(L - 1, 0, -1):
            dout, grads[f"W{i}"], grads[f"b{i}"] = affine_relu_backward(dout, caches[i])
            if self.use_batchnorm:
                grads[f"gamma{i}"] = np.zeros_like(self.params[f"gamma{i}"])
                grads[f"beta{i}"] = np.zeros_like(self.params[f"beta{i}"])
        for i in range(1, L + 1):
            W = self.params[f"W{i}"]
            loss += 0.5 * self.reg * float(np.sum(W * W))
            grads[f"W{i}"] += self.reg * W
        return loss, grads
