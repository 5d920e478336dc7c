# The line with the gradient has slipped out of the loop, where the layer is the last one.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        self.params = {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        for i in range(1, len(dims)):
            self.params["W{}".format(i)] = weight_scale * rng.randn(dims[i - 1], dims[i])
            self.params["b{}".format(i)] = np.zeros(dims[i])
        self.bn_params = []
        if use_batchnorm:
            for i in range(1, len(dims) - 1):
                self.params["gamma{}".format(i)] = np.ones(dims[i])
                self.params["beta{}".format(i)] = np.zeros(dims[i])
                self.bn_params.append({"mode": "train"})
        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        L = self.num_layers
        out = X
        affine, norm, relu = {}, {}, {}
        for i in range(1, L + 1):
            W, b = self.params["W{}".format(i)], self.params["b{}".format(i)]
            out, affine[i] = affine_forward(out, W, b)
            if i == L:
                break
            if self.use_batchnorm:
                gamma, beta = self.params["gamma{}".format(i)], self.params["beta{}".format(i)]
                out, norm[i] = batchnorm_forward(out, gamma, beta, self.bn_params[i - 1])
            out, relu[i] = relu_forward(out)
        if y is None:
            return out

        loss, d = softmax_loss(out, y)
        grads = {}
        for i in range(L, 0, -1):
            if i < L:
                d = relu_backward(d, relu[i])
                if self.use_batchnorm:
                    d, dgamma, dbeta = batchnorm_backward(d, norm[i])
                    grads["gamma{}".format(i)], grads["beta{}".format(i)] = dgamma, dbeta
            d, grads["W{}".format(i)], grads["b{}".format(i)] = affine_backward(d, affine[i])

        for i in range(1, L + 1):
            W = self.params["W{}".format(i)]
            loss += 0.5 * self.reg * float(np.sum(W * W))
        grads["W{}".format(i)] += self.reg * W
        return loss, grads
