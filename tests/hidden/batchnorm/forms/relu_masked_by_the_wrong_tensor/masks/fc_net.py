# Whole class; relu by hand, its boolean mask made as soon as the affine output is there.
from .layers import batchnorm_backward, batchnorm_forward


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm, self.reg, self.dtype = use_batchnorm, reg, dtype
        self.num_layers = len(hidden_dims) + 1
        self.params, self.bn_params = {}, []
        state = np.random if seed is None else np.random.RandomState(seed)
        sizes = [input_dim, *hidden_dims, num_classes]
        for i in range(self.num_layers):
            self.params[f"W{i + 1}"] = (state.randn(sizes[i], sizes[i + 1]) * weight_scale).astype(dtype)
            self.params[f"b{i + 1}"] = np.zeros(sizes[i + 1], dtype)
        for i, size in enumerate(hidden_dims if use_batchnorm else [], 1):
            self.params[f"gamma{i}"] = np.ones(size, dtype)
            self.params[f"beta{i}"] = np.zeros(size, dtype)
            self.bn_params.append({"mode": "train"})

    def loss(self, X, y=None):
        h = X.astype(self.dtype)
        masks, affine_caches, bn_caches = [], [], []
        for i in range(1, self.num_layers):
            z, cache = affine_forward(h, self.params[f"W{i}"], self.params[f"b{i}"])
            affine_caches.append(cache)
            masks.append(z > 0)
            if self.use_batchnorm:
                self.bn_params[i - 1]["mode"] = "test" if y is None else "train"
                z, cache = batchnorm_forward(
                    z, self.params[f"gamma{i}"], self.params[f"beta{i}"], self.bn_params[i - 1])
                bn_caches.append(cache)
            h = np.maximum(z, 0)
        i = self.num_layers
        scores, cache = affine_forward(h, self.params[f"W{i}"], self.params[f"b{i}"])
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dh, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(dscores, cache)
        for i in range(self.num_layers - 1, 0, -1):
            dz = dh.copy()
            dz[~masks[i - 1]] = 0
            if self.use_batchnorm:
                dz, grads[f"gamma{i}"], grads[f"beta{i}"] = batchnorm_backward(dz, bn_caches[i - 1])
            dh, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(dz, affine_caches[i - 1])
        for i in range(1, self.num_layers + 1):
            W = self.params[f"W{i}"]
            loss += 0.5 * self.reg * float((W * W).sum())
            grads[f"W{i}"] += self.reg * W
        return loss, grads
