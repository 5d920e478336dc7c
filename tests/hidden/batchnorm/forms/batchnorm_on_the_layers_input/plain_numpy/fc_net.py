# Affine and relu written out with @ and masks; only batchnorm is taken from layers.
from .layers import batchnorm_backward, batchnorm_forward


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        super().__init__(hidden_dims, input_dim, num_classes, False, reg, weight_scale, dtype, seed)
        self.use_batchnorm = use_batchnorm
        if use_batchnorm:
            for i in range(1, len(hidden_dims) + 1):
                D = self.params["W{}".format(i)].shape[0]
                self.params["gamma{}".format(i)] = np.full(D, 1, dtype=dtype)
                self.params["beta{}".format(i)] = np.full(D, 0, dtype=dtype)
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]

    def loss(self, X, y=None):
        n = len(X)
        act = np.asarray(X, dtype=self.dtype).reshape(n, -1)
        inputs, masks, bn_memory = [], [], []
        for i in range(1, self.num_layers):
            if self.use_batchnorm:
                conf = self.bn_params[i - 1]
                conf["mode"] = "train" if y is not None else "test"
                act, mem = batchnorm_forward(
                    act, self.params["gamma{}".format(i)], self.params["beta{}".format(i)], conf)
                bn_memory.append(mem)
            inputs.append(act)
            act = act @ self.params["W{}".format(i)] + self.params["b{}".format(i)]
            masks.append(act > 0)
            act = np.maximum(act, 0)
        inputs.append(act)
        W = self.params["W{}".format(self.num_layers)]
        scores = act @ W + self.params["b{}".format(self.num_layers)]
        if y is None:
            return scores

        data_loss, d = softmax_loss(scores, y)
        grads, penalty = {}, 0.0
        for i in range(self.num_layers, 0, -1):
            W = self.params["W{}".format(i)]
            if i != self.num_layers:
                d = d * masks[i - 1]
            grads["W{}".format(i)] = inputs[i - 1].T @ d + self.reg * W
            grads["b{}".format(i)] = np.sum(d, axis=0)
            d = d @ W.T
            if i != self.num_layers and self.use_batchnorm:
                d, dg, dbt = batchnorm_backward(d, bn_memory[i - 1])
                grads["gamma{}".format(i)], grads["beta{}".format(i)] = dg, dbt
            penalty += float((W * W).sum())
        return data_loss + 0.5 * self.reg * penalty, grads
