# Pairs of neighbouring widths; rng.normal.
class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None, dropout_keep_ratio=1.0):
        self.use_batchnorm, self.bn_params = use_batchnorm, []
        self.use_dropout = dropout_keep_ratio < 1
        self.dropout_param = {"mode": "train", "p": dropout_keep_ratio}
        self.num_layers = len(hidden_dims) + 1
        self.reg, self.dtype, self.params = reg, dtype, {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        sizes = (input_dim,) + tuple(hidden_dims) + (num_classes,)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        for number, pair in enumerate(pairs, 1):
            scale = weight_scale if number <= len(hidden_dims) else 1.0
            self.params[f"W{number}"] = rng.normal(0, scale, size=pair).astype(dtype)
            self.params[f"b{number}"] = np.zeros(pair[1], dtype=dtype)
