# The net is made of blocks, and calls the layers one by one; the penalty is one sum over params.
from . import conv_layers, layers


class ThreeLayerConvNet:
    def __init__(self, input_dim=(3, 32, 32), num_filters=32, filter_size=7, hidden_dim=100,
                 num_classes=10, weight_scale=1e-3, reg=0.0, dtype=np.float32,
                 use_batchnorm=False, seed=None):
        self.reg, self.dtype = reg, dtype
        draw = np.random.default_rng(seed).standard_normal
        C, H, W = input_dim
        self.params = {"W1": draw((num_filters, C, filter_size, filter_size)),
                       "W2": draw((num_filters * H * W // 4, hidden_dim)),
                       "W3": draw((hidden_dim, num_classes))}
        for name in [*self.params]:
            self.params[name] *= weight_scale
        self.params |= {"b1": np.zeros(num_filters), "b2": np.zeros(hidden_dim), "b3": np.zeros(num_classes)}
        for name in self.params:
            self.params[name] = self.params[name].astype(dtype)
        self.same = {"stride": 1, "pad": (filter_size - 1) // 2}
        self.half = {"pool_height": 2, "pool_width": 2, "stride": 2}

    def _forward(self, x):
        p = self.params
        steps = [
            (conv_layers.conv_forward_im2col, (p["W1"], p["b1"], self.same), conv_layers.conv_backward_im2col, "1"),
            (layers.relu_forward, (), layers.relu_backward, ""),
            (conv_layers.max_pool_forward_naive, (self.half,), conv_layers.max_pool_backward_naive, ""),
            (layers.affine_forward, (p["W2"], p["b2"]), layers.affine_backward, "2"),
            (layers.relu_forward, (), layers.relu_backward, ""),
            (layers.affine_forward, (p["W3"], p["b3"]), layers.affine_backward, "3"),
        ]
        self.tape = []
        for forward, args, backward, number in steps:
            x, cache = forward(x, *args)
            self.tape.append((backward, cache, number))
        return x

    def loss(self, X, y=None):
        scores = self._forward(X.astype(self.dtype))
        if y is None:
            return scores
        loss, d = layers.softmax_loss(scores, y)
        grads = {}
        for backward, cache, number in reversed(self.tape):
            d = backward(d, cache)
            if number:
                d, grads["W" + number], grads["b" + number] = d
        weights = [name for name in self.params if name.startswith("W")]
        loss += 0.5 * self.reg * np.sum([np.vdot(self.params[name], self.params[name]) for name in weights])
        for name in weights:
            grads[name] = grads[name] + self.reg * self.params[name]
        return loss, grads
