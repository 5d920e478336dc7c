# The regions filled in without the joined layers; statistics are set up early, modes in a copy that shares them.
from . import conv_layers, layers, norm_layers


class ThreeLayerConvNet(ThreeLayerConvNet):
    def __init__(self, *args, **kwargs):
        try:
            super().__init__(*args, **kwargs)
        except NotImplementedError:
            pass  # what is lacking follows
        if self.use_batchnorm:
            filters = len(self.params["b1"])
            self.params["gamma1"], self.params["beta1"] = np.ones(filters), np.zeros(filters)
            zeros = np.zeros(filters)
            self.bn_params = [
                {"mode": "train", "running_mean": zeros, "running_var": zeros.copy(), "eps": 1e-5}
            ]
        self.params = {name: value.astype(self.dtype) for name, value in self.params.items()}

    def loss(self, X, y=None):
        if not self.use_batchnorm:
            return super().loss(X, y)
        P, grads = self.params, {}
        bn_param = dict(self.bn_params[0], mode="test" if y is None else "train")
        x = X.astype(self.dtype)
        conv, c1 = conv_layers.conv_forward_im2col(x, P["W1"], P["b1"], self.conv_param)
        norm, c2 = norm_layers.spatial_batchnorm_forward(conv, P["gamma1"], P["beta1"], bn_param)
        self.bn_params[0].update(bn_param)
        positive, c3 = layers.relu_forward(norm)
        pooled, c4 = conv_layers.max_pool_forward_naive(positive, self.pool_param)
        first, c5 = layers.affine_forward(pooled, P["W2"], P["b2"])
        hidden, c6 = layers.relu_forward(first)
        scores, c7 = layers.affine_forward(hidden, P["W3"], P["b3"])
        if y is None:
            return scores
        loss, d = layers.softmax_loss(scores, y)
        d, grads["W3"], grads["b3"] = layers.affine_backward(d, c7)
        d = layers.relu_backward(d, c6)
        d, grads["W2"], grads["b2"] = layers.affine_backward(d, c5)
        d = conv_layers.max_pool_backward_naive(d, c4)
        d = layers.relu_backward(d, c3)
        d, grads["gamma1"], grads["beta1"] = norm_layers.spatial_batchnorm_backward(d, c2)
        d, grads["W1"], grads["b1"] = conv_layers.conv_backward_im2col(d, c1)
        for name in ("W1", "W2", "W3"):
            loss += 0.5 * self.reg * np.sum(P[name] * P[name])
            grads[name] = grads[name] + self.reg * P[name]
        return loss, grads
