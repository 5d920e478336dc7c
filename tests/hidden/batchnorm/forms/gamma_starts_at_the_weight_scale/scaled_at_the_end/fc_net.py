# Whole class: parameters are drawn first and all multiplied by weight_scale afterwards.
from .layer_utils import affine_batchnorm_relu_backward as abr_back
from .layer_utils import affine_batchnorm_relu_forward as abr


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, use_batchnorm=False,
                 reg=0.0, weight_scale=1e-2, dtype=np.float32, seed=None):
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        self.num_layers = len(hidden_dims) + 1
        if seed is None:
            rng = np.random
        else:
            rng = np.random.RandomState(seed)

        params = {}
        fan_in = input_dim
        for i in range(1, self.num_layers + 1):
            fan_out = num_classes if i == self.num_layers else hidden_dims[i - 1]
            params[f"W{i}"] = rng.randn(fan_in, fan_out)
            params[f"b{i}"] = np.zeros(fan_out)
            if use_batchnorm and i != self.num_layers:
                params[f"gamma{i}"] = np.ones(fan_out)
                params[f"beta{i}"] = np.zeros(fan_out)
            fan_in = fan_out
        self.params = {}
        for name in params:
            self.params[name] = np.asarray(weight_scale * params[name], dtype=dtype)

        self.bn_params = []
        if use_batchnorm:
            for _ in hidden_dims:
                self.bn_params.append({"mode": "train"})

    def loss(self, X, y=None):
        X = X.astype(self.dtype)
        P = self.params
        caches = [None] * (self.num_layers + 1)
        h = X
        for i in range(1, self.num_layers):
            if self.use_batchnorm:
                self.bn_params[i - 1]["mode"] = "test" if y is None else "train"
                h, caches[i] = abr(h, P[f"W{i}"], P[f"b{i}"], P[f"gamma{i}"], P[f"beta{i}"],
                                   self.bn_params[i - 1])
            else:
                h, caches[i] = affine_relu_forward(h, P[f"W{i}"], P[f"b{i}"])
        i = self.num_layers
        scores, caches[i] = affine_forward(h, P[f"W{i}"], P[f"b{i}"])
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dh, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(dscores, caches[i])
        while i > 1:
            i -= 1
            if self.use_batchnorm:
                dh, dW, db, dgamma, dbeta = abr_back(dh, caches[i])
                grads[f"gamma{i}"] = dgamma
                grads[f"beta{i}"] = dbeta
            else:
                dh, dW, db = affine_relu_backward(dh, caches[i])
            grads[f"W{i}"] = dW
            grads[f"b{i}"] = db
        for i in range(1, self.num_layers + 1):
            loss += 0.5 * self.reg * float(np.sum(P[f"W{i}"] * P[f"W{i}"]))
            grads[f"W{i}"] += self.reg * P[f"W{i}"]
        return loss, grads
