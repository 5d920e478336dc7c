# Whole class; three loops with three lists of caches.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        self.num_layers = len(hidden_dims) + 1
        self.params = {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        layer_in = input_dim
        for layer in range(1, self.num_layers + 1):
            layer_out = hidden_dims[layer - 1] if layer < self.num_layers else num_classes
            self.params["W%d" % layer] = (weight_scale * rng.randn(layer_in, layer_out)).astype(dtype)
            self.params["b%d" % layer] = np.zeros(layer_out, dtype=dtype)
            if use_batchnorm and layer < self.num_layers:
                self.params["gamma%d" % layer] = np.ones(layer_out, dtype=dtype)
                self.params["beta%d" % layer] = np.zeros(layer_out, dtype=dtype)
            layer_in = layer_out
        self.bn_params = []
        if use_batchnorm:
            for layer in range(1, self.num_layers):
                self.bn_params.append({"mode": "train"})

    def loss(self, X, y=None):
        mode = "train"
        if y is None:
            mode = "test"
        fc_caches, bn_caches, relu_caches = [], [], []
        activation = X.astype(self.dtype)
        for layer in range(1, self.num_layers):
            W, b = self.params["W%d" % layer], self.params["b%d" % layer]
            activation, fc_cache = affine_forward(activation, W, b)
            fc_caches.append(fc_cache)
            if self.use_batchnorm:
                gamma, beta = self.params["gamma%d" % layer], self.params["beta%d" % layer]
                self.bn_params[layer - 1]["mode"] = mode
                activation, bn_cache = batchnorm_forward(
                    activation, gamma, beta, self.bn_params[layer - 1])
                bn_caches.append(bn_cache)
            activation, relu_cache = relu_forward(activation)
            relu_caches.append(relu_cache)
        W, b = self.params["W%d" % self.num_layers], self.params["b%d" % self.num_layers]
        scores, fc_cache = affine_forward(activation, W, b)
        if mode == "test":
            return scores

        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dactivation, dW, db = affine_backward(dscores, fc_cache)
        grads["W%d" % self.num_layers], grads["b%d" % self.num_layers] = dW, db
        for layer in range(self.num_layers - 1, 0, -1):
            dactivation = relu_backward(dactivation, relu_caches[layer - 1])
            if self.use_batchnorm:
                dactivation, dgamma, dbeta = batchnorm_backward(dactivation, bn_caches[layer - 1])
                grads["gamma%d" % layer], grads["beta%d" % layer] = dgamma, dbeta
            dactivation, dW, db = affine_backward(dactivation, fc_caches[layer - 1])
            grads["W%d" % layer], grads["b%d" % layer] = dW, db
        return loss, grads
