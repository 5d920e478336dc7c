# Each layer's bn_param also holds its gamma and beta. Layer by layer; no gradients for the two.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.use_batchnorm = use_batchnorm
        self.use_dropout = dropout_keep_ratio < 1
        self.dropout_param = {"mode": "train", "p": dropout_keep_ratio}
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        self.params = {}

        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim] + list(hidden_dims) + [num_classes]
        for i in range(self.num_layers):
            n = str(i + 1)
            self.params["W" + n] = (weight_scale * rng.randn(dims[i], dims[i + 1])).astype(dtype)
            self.params["b" + n] = np.zeros(dims[i + 1], dtype=dtype)

        self.bn_params = []
        if use_batchnorm:
            self.bn_params = [
                {"mode": "train", "gamma": np.ones(h, dtype), "beta": np.zeros(h, dtype)}
                for h in hidden_dims
            ]

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        mode = "test" if y is None else "train"
        for bn_param in self.bn_params:
            bn_param["mode"] = mode
        self.dropout_param["mode"] = mode
        if self.use_dropout:
            raise NotImplementedError("FullyConnectedNet.loss comes with the assignment Dropout")

        # forward
        h = X
        fc_caches, bn_caches, relu_caches = [], [], []
        for i in range(self.num_layers - 1):
            n = str(i + 1)
            h, fc_cache = affine_forward(h, self.params["W" + n], self.params["b" + n])
            fc_caches.append(fc_cache)
            if self.use_batchnorm:
                bn = self.bn_params[i]
                h, bn_cache = batchnorm_forward(h, bn["gamma"], bn["beta"], bn)
                bn_caches.append(bn_cache)
            h, relu_cache = relu_forward(h)
            relu_caches.append(relu_cache)
        n = str(self.num_layers)
        scores, last_cache = affine_forward(h, self.params["W" + n], self.params["b" + n])
        if mode == "test":
            return scores

        # backward
        grads = {}
        loss, dscores = softmax_loss(scores, y)
        dh, grads["W" + n], grads["b" + n] = affine_backward(dscores, last_cache)
        for i in reversed(range(self.num_layers - 1)):
            n = str(i + 1)
            dh = relu_backward(dh, relu_caches[i])
            if self.use_batchnorm:
                dh, dgamma, dbeta = batchnorm_backward(dh, bn_caches[i])
            dh, grads["W" + n], grads["b" + n] = affine_backward(dh, fc_caches[i])

        # regularization
        for i in range(self.num_layers):
            W = self.params["W" + str(i + 1)]
            loss += 0.5 * self.reg * float(np.sum(W**2))
            grads["W" + str(i + 1)] += self.reg * W
        return loss, grads
