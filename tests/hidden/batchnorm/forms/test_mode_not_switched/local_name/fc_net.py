# Whole class; works out the mode in a local variable that is not handed on to bn_params.
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        self.num_layers = len(hidden_dims) + 1
        self.params = {}
        self.bn_params = []
        rng = np.random.RandomState(seed) if seed is not None else np.random
        sizes = [input_dim] + [h for h in hidden_dims] + [num_classes]
        for i in range(1, self.num_layers + 1):
            n_in, n_out = sizes[i - 1], sizes[i]
            self.params["W" + str(i)] = (weight_scale * rng.randn(n_in, n_out)).astype(dtype)
            self.params["b" + str(i)] = np.zeros(n_out, dtype=dtype)
            if i < self.num_layers and use_batchnorm:
                self.params["gamma" + str(i)] = np.ones(n_out, dtype=dtype)
                self.params["beta" + str(i)] = np.zeros(n_out, dtype=dtype)
                self.bn_params.append({"mode": "train"})

    def loss(self, X, y=None):
        mode = "test" if y is None else "train"
        out = X.astype(self.dtype)
        affine_cache, bn_cache, relu_cache = {}, {}, {}
        for i in range(1, self.num_layers):
            out, affine_cache[i] = affine_forward(
                out, self.params["W" + str(i)], self.params["b" + str(i)])
            if self.use_batchnorm:
                bn_param = self.bn_params[i - 1]
                out, bn_cache[i] = batchnorm_forward(
                    out, self.params["gamma" + str(i)], self.params["beta" + str(i)], bn_param)
            out, relu_cache[i] = relu_forward(out)
        i = self.num_layers
        scores, affine_cache[i] = affine_forward(
            out, self.params["W" + str(i)], self.params["b" + str(i)])
        if mode == "test":
            return scores

        loss, dout = softmax_loss(scores, y)
        grads = {}
        for i in range(self.num_layers, 0, -1):
            if i in relu_cache:
                dout = relu_backward(dout, relu_cache[i])
            if i in bn_cache:
                dout, dgamma, dbeta = batchnorm_backward(dout, bn_cache[i])
                grads["gamma" + str(i)] = dgamma
                grads["beta" + str(i)] = dbeta
            dout, dW, db = affine_backward(dout, affine_cache[i])
            W = self.params["W" + str(i)]
            grads["W" + str(i)] = dW + self.reg * W
            grads["b" + str(i)] = db
            loss += 0.5 * self.reg * float(np.sum(W**2))
        return loss, grads
