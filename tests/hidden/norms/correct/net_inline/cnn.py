# The net normalizes with a few lines of its own and calls the other layers one by one.
from .conv_layers import (
    conv_backward_naive,
    conv_forward_naive,
    max_pool_backward_naive,
    max_pool_forward_naive,
)
from .layers import relu_backward, relu_forward


class ThreeLayerConvNet(ThreeLayerConvNet):
    def __init__(self, input_dim=(3, 32, 32), num_filters=32, filter_size=7, hidden_dim=100,
                 num_classes=10, weight_scale=1e-3, reg=0.0, dtype=np.float32,
                 use_batchnorm=False, seed=None):
        self.use_batchnorm, self.reg, self.dtype = use_batchnorm, reg, dtype
        self.conv_param = {"stride": 1, "pad": filter_size // 2}
        self.pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}
        random = np.random if seed is None else np.random.RandomState(seed)
        C, H, W = input_dim
        shapes = {
            "W1": (num_filters, C, filter_size, filter_size),
            "W2": (num_filters * H * W // 4, hidden_dim),
            "W3": (hidden_dim, num_classes),
        }
        self.params = {}
        for name, shape in shapes.items():
            self.params[name] = (random.randn(*shape) * weight_scale).astype(dtype)
        widths = {"b1": num_filters, "b2": hidden_dim, "b3": num_classes}
        for name, width in widths.items():
            self.params[name] = np.zeros(width, dtype)
        self.bn_params = []
        if use_batchnorm:
            self.bn_params.append({})
            self.params["gamma1"] = np.full((num_filters,), 1, dtype)
            self.params["beta1"] = np.zeros((num_filters,), dtype)

    def loss(self, X, y=None):
        p = self.params
        X = X.astype(self.dtype)
        a, conv_cache = conv_forward_naive(X, p["W1"], p["b1"], self.conv_param)
        if self.use_batchnorm:
            bn = self.bn_params[0]
            bn["mode"] = "train" if y is not None else "test"
            F = a.shape[1]
            old_mean, old_var = bn.get("running_mean", np.zeros(F)), bn.get("running_var", np.zeros(F))
            if y is None:
                mean, var = old_mean, old_var
            else:
                mean, var = a.mean(axis=(0, 2, 3)), a.var(axis=(0, 2, 3))
                bn["running_mean"] = 0.9 * old_mean + 0.1 * mean
                bn["running_var"] = 0.9 * old_var + 0.1 * var
            std = np.sqrt(var + 1e-5)[:, None, None]
            hat = (a - mean[:, None, None]) / std
            a = hat * p["gamma1"][:, None, None] + p["beta1"][:, None, None]
        r, relu_cache = relu_forward(a)
        pooled, pool_cache = max_pool_forward_naive(r, self.pool_param)
        h, h_cache = affine_relu_forward(pooled, p["W2"], p["b2"])
        scores, s_cache = affine_forward(h, p["W3"], p["b3"])
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dh, grads["W3"], grads["b3"] = affine_backward(dscores, s_cache)
        dpooled, grads["W2"], grads["b2"] = affine_relu_backward(dh, h_cache)
        da = relu_backward(max_pool_backward_naive(dpooled, pool_cache), relu_cache)
        if self.use_batchnorm:
            axes, m = (0, 2, 3), da.size // da.shape[1]
            grads["beta1"], grads["gamma1"] = da.sum(axis=axes), (da * hat).sum(axis=axes)
            d = da * p["gamma1"][:, None, None]
            along = (d * hat).sum(axis=axes, keepdims=True)
            da = (d - d.sum(axis=axes, keepdims=True) / m - hat * along / m) / std
        _, grads["W1"], grads["b1"] = conv_backward_naive(da, conv_cache)
        for name in ("W1", "W2", "W3"):
            loss += self.reg / 2 * (p[name] ** 2).sum()
            grads[name] = grads[name] + self.reg * p[name]
        return loss, grads
