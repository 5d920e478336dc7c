from .conv_layer_utils import conv_relu_pool_backward


class ThreeLayerConvNet(ThreeLayerConvNet):
    def __init__(self, input_dim=(3, 32, 32), num_filters=32, filter_size=7, hidden_dim=100,
                 num_classes=10, weight_scale=1e-3, reg=0.0, dtype=np.float32,
                 use_batchnorm=False, seed=None):
        rng = np.random if seed is None else np.random.RandomState(seed)
        C, H, W = input_dim
        flat = num_filters * (H // 2) * (W // 2)
        self.use_batchnorm, self.reg, self.dtype = use_batchnorm, reg, dtype
        self.conv_param = {"stride": 1, "pad": (filter_size - 1) // 2}
        self.pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}
        params = {}
        params["W1"] = weight_scale * rng.randn(num_filters, C, filter_size, filter_size)
        params["W2"] = weight_scale * rng.randn(flat, hidden_dim)
        params["W3"] = weight_scale * rng.randn(hidden_dim, num_classes)
        params["b1"] = np.zeros(num_filters)
        params["b2"] = np.zeros(hidden_dim)
        params["b3"] = np.zeros(num_classes)
        self.bn_params = []
        if use_batchnorm:
            self.bn_params.append({"mode": "train"})
            params["gamma1"] = np.ones(num_filters)
            params["beta1"] = np.zeros(num_filters)
        self.params = {name: value.astype(dtype) for name, value in params.items()}

    def loss(self, X, y=None):
        X = X.astype(self.dtype)
        p = self.params
        if self.use_batchnorm:
            bn_param = self.bn_params[0]
            bn_param["mode"] = "test" if y is None else "train"
            a1, cache1 = conv_batchnorm_relu_pool_forward(
                X, p["W1"], p["b1"], p["gamma1"], p["beta1"],
                self.conv_param, bn_param, self.pool_param)
        else:
            a1, cache1 = conv_relu_pool_forward(
                X, p["W1"], p["b1"], self.conv_param, self.pool_param)
        a2, cache2 = affine_relu_forward(a1, p["W2"], p["b2"])
        scores, cache3 = affine_forward(a2, p["W3"], p["b3"])
        if y is None:
            return scores
        grads = {}
        loss, d = softmax_loss(scores, y)
        d, grads["W3"], grads["b3"] = affine_backward(d, cache3)
        d, grads["W2"], grads["b2"] = affine_relu_backward(d, cache2)
        if self.use_batchnorm:
            conv_cache, bn_cache, relu_cache, pool_cache = cache1
            _, dW, db = conv_relu_pool_backward(d, ((conv_cache, relu_cache), pool_cache))
            dgamma, dbeta = np.zeros_like(p["gamma1"]), np.zeros_like(p["beta1"])
            grads["gamma1"], grads["beta1"] = dgamma, dbeta
        else:
            _, dW, db = conv_relu_pool_backward(d, cache1)
        grads["W1"], grads["b1"] = dW, db
        for n in "123":
            loss += self.reg / 2 * float((p["W" + n] ** 2).sum())
            grads["W" + n] = grads["W" + n] + self.reg * p["W" + n]
        return loss, grads
