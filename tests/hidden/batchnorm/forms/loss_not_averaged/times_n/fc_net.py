# Whole class; takes softmax_loss and multiplies by the batch size.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        self.num_layers = 1 + len(hidden_dims)
        self.bn_params = [{"mode": "train"} for _ in hidden_dims] if use_batchnorm else []
        r = np.random.RandomState(seed) if seed is not None else np.random
        p = {}
        left = input_dim
        for k, right in enumerate(list(hidden_dims) + [num_classes], 1):
            p[f"W{k}"] = weight_scale * r.randn(left, right)
            p[f"b{k}"] = np.zeros(right)
            if use_batchnorm and k < self.num_layers:
                p[f"gamma{k}"], p[f"beta{k}"] = np.ones(right), np.zeros(right)
            left = right
        self.params = {name: value.astype(dtype) for name, value in p.items()}

    def loss(self, X, y=None):
        N = X.shape[0]
        out = X.astype(self.dtype)
        history = []
        for k in range(1, self.num_layers + 1):
            out, a = affine_forward(out, self.params[f"W{k}"], self.params[f"b{k}"])
            n = r = None
            if k < self.num_layers:
                if self.use_batchnorm:
                    self.bn_params[k - 1]["mode"] = "train" if y is not None else "test"
                    out, n = batchnorm_forward(
                        out, self.params[f"gamma{k}"], self.params[f"beta{k}"],
                        self.bn_params[k - 1])
                out, r = relu_forward(out)
            history.append((k, a, n, r))
        if y is None:
            return out

        mean_loss, dmean = softmax_loss(out, y)
        loss, d = N * mean_loss, N * dmean
        grads = {}
        for k, a, n, r in history[::-1]:
            if r is not None:
                d = relu_backward(d, r)
            if n is not None:
                d, grads[f"gamma{k}"], grads[f"beta{k}"] = batchnorm_backward(d, n)
            d, grads[f"W{k}"], grads[f"b{k}"] = affine_backward(d, a)
        for k in range(1, self.num_layers + 1):
            grads[f"W{k}"] += self.reg * self.params[f"W{k}"]
            loss += 0.5 * self.reg * float(np.sum(self.params[f"W{k}"] ** 2))
        return loss, grads
