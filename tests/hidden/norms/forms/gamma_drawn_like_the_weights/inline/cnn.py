from .conv_layers import (
    conv_backward_im2col, conv_forward_im2col, max_pool_backward_naive, max_pool_forward_naive)
from .layers import relu_backward, relu_forward
from .norm_layers import spatial_batchnorm_backward, spatial_batchnorm_forward


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
            params["gamma1"] = rng.randn(num_filters) * weight_scale
            params["beta1"] = np.zeros(num_filters)
        self.params = {name: value.astype(dtype) for name, value in params.items()}

    def loss(self, X, y=None):
        mode = "test" if y is None else "train"
        W1, b1, W2, b2, W3, b3 = (
            self.params[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
        z, conv_cache = conv_forward_im2col(X.astype(self.dtype), W1, b1, self.conv_param)
        if self.use_batchnorm:
            self.bn_params[0]["mode"] = mode
            z, bn_cache = spatial_batchnorm_forward(
                z, self.params["gamma1"], self.params["beta1"], self.bn_params[0])
        z, relu_cache = relu_forward(z)
        z, pool_cache = max_pool_forward_naive(z, self.pool_param)
        h, cache_2 = affine_forward(z, W2, b2)
        h, relu_2 = relu_forward(h)
        scores, cache_3 = affine_forward(h, W3, b3)
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        loss += 0.5 * self.reg * float(np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))
        dh, dW3, db3 = affine_backward(dscores, cache_3)
        dz, dW2, db2 = affine_backward(relu_backward(dh, relu_2), cache_2)
        grads = {}
        dz = max_pool_backward_naive(dz, pool_cache)
        dz = relu_backward(dz, relu_cache)
        if self.use_batchnorm:
            dz, grads["gamma1"], grads["beta1"] = spatial_batchnorm_backward(dz, bn_cache)
        dX, dW1, db1 = conv_backward_im2col(dz, conv_cache)
        grads.update(b1=db1, b2=db2, b3=db3)
        grads.update(W1=dW1 + self.reg * W1, W2=dW2 + self.reg * W2, W3=dW3 + self.reg * W3)
        return loss, grads
