from .conv_layers import (
    conv_backward_im2col,
    conv_forward_im2col,
    max_pool_backward_naive,
    max_pool_forward_naive,
)
from .layers import relu_backward, relu_forward


class ThreeLayerConvNet:
    def __init__(
        self,
        input_dim=(3, 32, 32),
        num_filters=32,
        filter_size=7,
        hidden_dim=100,
        num_classes=10,
        weight_scale=1e-3,
        reg=0.0,
        dtype=np.float32,
        use_batchnorm=False,
        seed=None,
    ):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        self.params = {}
        self.conv_param = {"stride": 1, "pad": (filter_size - 1) // 2}
        self.pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}

        rng = np.random if seed is None else np.random.RandomState(seed)
        C, H, W = input_dim

        rows, columns = H // 2, W // 2
        shapes = {
            "W1": (num_filters, C, filter_size, filter_size),
            "W2": (num_filters * rows * columns, hidden_dim),
            "W3": (hidden_dim, num_classes),
        }
        for name, shape in shapes.items():
            self.params[name] = rng.randn(*shape) * weight_scale
        for name, size in ("b1", num_filters), ("b2", hidden_dim), ("b3", num_classes):
            self.params[name] = np.zeros(size)

        self.bn_params = []
        if use_batchnorm:
            raise NotImplementedError("comes with the assignment norms")

        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        W3, b3 = self.params["W3"], self.params["b3"]

        a1, cache1 = conv_forward_im2col(X, W1, b1, self.conv_param)
        r1, relu1 = relu_forward(a1)
        p1, pool1 = max_pool_forward_naive(r1, self.pool_param)
        a2, cache2 = affine_forward(p1, W2, b2)
        r2, relu2 = relu_forward(a2)
        scores, cache3 = affine_forward(r2, W3, b3)
        if y is None:
            return scores

        loss, d = softmax_loss(scores, y)
        d, dW3, db3 = affine_backward(d, cache3)
        d = relu_backward(d, relu2)
        d, dW2, db2 = affine_backward(d, cache2)
        d = max_pool_backward_naive(d, pool1)
        d = relu_backward(d, relu1)
        d, dW1, db1 = conv_backward_im2col(d, cache1)
        grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db3, "W3": dW3, "b3": db2}
        for name in "W1", "W2", "W3":
            weight = self.params[name]
            loss = loss + self.reg / 2 * (weight * weight).sum()
            grads[name] = grads[name] + self.reg * weight
        return loss, grads
