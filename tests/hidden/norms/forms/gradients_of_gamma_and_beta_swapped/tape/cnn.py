# A tape: each layer leaves what takes its gradient back.
from . import conv_layers, layers, norm_layers


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
        params, grads, tape = self.params, {}, []

        def conv(x):
            x, saved = conv_layers.conv_forward_im2col(
                x, params["W1"], params["b1"], self.conv_param)

            def back(up):
                up, grads["W1"], grads["b1"] = conv_layers.conv_backward_im2col(up, saved)
                return up

            tape.append(back)
            return x

        def norm(x):
            if not self.use_batchnorm:
                return x
            settings = self.bn_params[0]
            settings["mode"] = "train" if y is not None else "test"
            x, saved = norm_layers.spatial_batchnorm_forward(
                x, params["gamma1"], params["beta1"], settings)

            def back(up):
                up, *both = norm_layers.spatial_batchnorm_backward(up, saved)
                grads.update(zip(("beta1", "gamma1"), both))
                return up

            tape.append(back)
            return x

        def relu(x):
            x, saved = layers.relu_forward(x)
            tape.append(lambda up: layers.relu_backward(up, saved))
            return x

        def pool(x):
            x, saved = conv_layers.max_pool_forward_naive(x, self.pool_param)
            tape.append(lambda up: conv_layers.max_pool_backward_naive(up, saved))
            return x

        def affine(x, n):
            x, saved = layers.affine_forward(x, params["W" + n], params["b" + n])

            def back(up):
                up, grads["W" + n], grads["b" + n] = layers.affine_backward(up, saved)
                return up

            tape.append(back)
            return x

        out = conv(X.astype(self.dtype))
        out = pool(relu(norm(out)))
        scores = affine(relu(affine(out, "2")), "3")
        if y is None:
            return scores
        loss, up = layers.softmax_loss(scores, y)
        for back in reversed(tape):
            up = back(up)
        for name in ("W1", "W2", "W3"):
            loss += 0.5 * self.reg * float(np.sum(params[name] ** 2))
            grads[name] = grads[name] + self.reg * params[name]
        return loss, grads
