# Layer by layer, by its number.
class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.use_batchnorm, self.bn_params = use_batchnorm, []
        self.use_dropout = dropout_keep_ratio < 1
        self.dropout_param = {"mode": "train", "p": dropout_keep_ratio}
        self.num_layers = len(hidden_dims) + 1
        self.reg, self.dtype, self.params = reg, dtype, {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        for i in range(self.num_layers - 1):
            weights = rng.randn(dims[i], dims[i + 1])
            self.params["W" + str(i + 1)] = weight_scale * weights
            self.params["b" + str(i + 1)] = np.zeros(dims[i + 1])
        for name in self.params:
            self.params[name] = self.params[name].astype(dtype)
