"""The pieces that the submissions are put together from: right functions, and nets of several kinds.

A submission maps "layers.py" and "fc_net.py" to text that is appended to the released module of that name.
"""

from textwrap import dedent

CELLS = {
    "batchnorm_forward_train": 20,
    "batchnorm_forward_test": 10,
    "batchnorm_backward": 30,
    "fcnet_batchnorm": 20,
}

NORMALISE = '''

def _normalise(x, gamma, beta, eps):
    """The textbook's output while training."""
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps) + beta
'''

# Forward passes cache (x, gamma, eps) or, where `state` is needed, (x, gamma, beta, eps, state).
FORWARD = '''

def batchnorm_forward(x, gamma, beta, bn_param):
    """Right in both modes."""
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        mean, var = x.mean(axis=0), x.var(axis=0)
        out = gamma * (x - mean) / np.sqrt(var + eps) + beta
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
        return out, (x, gamma, eps)
    if mode == "test":
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None
    raise ValueError(f"unknown mode {mode!r}")
'''

TEXTBOOK = '''

def _textbook(dout, x, gamma, eps):
    """The gradients of batch normalization with the terms collected."""
    std = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / std
    dgamma, dbeta = (dout * x_hat).sum(axis=0), dout.sum(axis=0)
    dx = gamma / std * (dout - dbeta / len(x) - x_hat * dgamma / len(x))
    return dx, dgamma, dbeta
'''

BACKWARD = (
    TEXTBOOK
    + '''

def batchnorm_backward(dout, cache):
    """Right."""
    x, gamma, eps = cache
    return _textbook(dout, x, gamma, eps)
'''
)

DIFFERENCES = '''

def _differences(f, inputs, dout, h=1e-5):
    """Gradients of sum(dout * f(*inputs)) by central differences."""
    inputs = [np.array(value, dtype=np.float64) for value in inputs]
    grads = [np.zeros_like(value) for value in inputs]
    for value, grad in zip(inputs, grads):
        for index in np.ndindex(*value.shape):
            old = value[index]
            value[index] = old + h
            above = np.array(f(*inputs))
            value[index] = old - h
            below = np.array(f(*inputs))
            value[index] = old
            grad[index] = np.sum(dout * (above - below)) / (2 * h)
    return grads
'''

RIGHT_NET = '''
from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward


class FullyConnectedNet:
    """Right: affine - batchnorm - relu, then one affine layer."""

    def __init__(
        self,
        hidden_dims,
        input_dim=3 * 32 * 32,
        num_classes=10,
        use_batchnorm=False,
        reg=0.0,
        weight_scale=1e-2,
        dtype=np.float32,
        seed=None,
    ):
        self.use_batchnorm, self.reg, self.dtype = use_batchnorm, reg, dtype
        self.num_layers = len(hidden_dims) + 1
        self.params = {}
        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        for layer in range(1, self.num_layers + 1):
            self.params[f"W{layer}"] = weight_scale * rng.randn(dims[layer - 1], dims[layer])
            self.params[f"b{layer}"] = np.zeros(dims[layer])
        self.bn_params = []
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            for layer, width in enumerate(hidden_dims, start=1):
                self.params[f"gamma{layer}"] = np.ones(width)
                self.params[f"beta{layer}"] = np.zeros(width)
        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def loss(self, X, y=None):
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        out, caches = X, {}
        for layer in range(1, self.num_layers):
            out, affine_cache = affine_forward(
                out, self.params[f"W{layer}"], self.params[f"b{layer}"]
            )
            bn_cache = None
            if self.use_batchnorm:
                gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]
                out, bn_cache = batchnorm_forward(out, gamma, beta, self.bn_params[layer - 1])
            out, relu_cache = relu_forward(out)
            caches[layer] = affine_cache, bn_cache, relu_cache
        last = self.num_layers
        scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        if y is None:
            return scores

        loss, dscores = softmax_loss(scores, y)
        grads = {}
        dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dscores, cache)
        for layer in range(self.num_layers - 1, 0, -1):
            affine_cache, bn_cache, relu_cache = caches[layer]
            dout = relu_backward(dout, relu_cache)
            if self.use_batchnorm:
                dout, grads[f"gamma{layer}"], grads[f"beta{layer}"] = batchnorm_backward(
                    dout, bn_cache
                )
            dout, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(dout, affine_cache)
        for layer in range(1, self.num_layers + 1):
            W = self.params[f"W{layer}"]
            loss += 0.5 * self.reg * float(np.sum(W * W))
            grads[f"W{layer}"] = grads[f"W{layer}"] + self.reg * W
        return loss, grads
'''


def changed(text, *pairs):
    """The text with each (old, new) replaced; old must be there."""
    for old, new in pairs:
        if old not in text:
            raise ValueError(f"not in the text: {old!r}")
        text = text.replace(old, new)
    return text


def _indented(text, width):
    """The text's lines, moved to the column `width`."""
    lines = dedent(text).strip().split("\n")
    return "".join(f"{' ' * width}{line}\n" if line else "\n" for line in lines)


def net_with_loss(body, doc="A net whose loss is not the asked one.", more=""):
    """A right net whose method loss is replaced by `body`, which may use super(); `more`: methods."""
    base = changed(RIGHT_NET, ("class FullyConnectedNet:", "class _RightNet:"))
    lines = _indented(body, 8) + ("\n" + _indented(more, 4) if more else "")
    return (
        f'{base}\n\nclass FullyConnectedNet(_RightNet):\n    """{doc}"""\n\n'
        f"    def loss(self, X, y=None):\n{lines}"
    )


OWN_LAYERS = '''

def batchnorm_forward(x, gamma, beta, bn_param):
    """A copy in the net's own module, whatever layers.py does."""
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    running_mean, running_var = bn_param.get("running_mean", 0.0), bn_param.get("running_var", 0.0)
    if bn_param["mode"] == "test":
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None
    mean, var = x.mean(axis=0), x.var(axis=0)
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return gamma * (x - mean) / np.sqrt(var + eps) + beta, (x, gamma, eps)


def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    std = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / std
    dgamma, dbeta = (dout * x_hat).sum(axis=0), dout.sum(axis=0)
    return gamma / std * (dout - dbeta / len(x) - x_hat * dgamma / len(x)), dgamma, dbeta
'''

SWITCH = 'bn_param["mode"] = "test" if y is None else "train"'

NETS = {
    "right": RIGHT_NET,
    "zeros": net_with_loss(
        """
        if y is None:
            return np.zeros((len(X), len(self.params[f"b{self.num_layers}"])))
        return 0.0, {name: np.zeros_like(param) for name, param in self.params.items()}
        """,
        "Zeros for everything.",
    ),
    "loss only": net_with_loss(
        """
        if y is None:
            return super().loss(X)
        loss, _ = super().loss(X, y)
        return loss, {name: np.zeros_like(param) for name, param in self.params.items()}
        """,
        "The right loss, with zeros for gradients.",
    ),
    "loss without backward": changed(
        RIGHT_NET,
        (
            "        grads = {}\n",
            "        return loss, {name: np.zeros_like(param) for name, param in self.params.items()}\n"
            "        grads = {}\n",
        ),
    ),
    "ignores batchnorm": net_with_loss(
        """
        asked, self.use_batchnorm = self.use_batchnorm, False
        answer = super().loss(X, y)
        self.use_batchnorm = asked
        if y is None:
            return answer
        loss, grads = answer
        for name, param in self.params.items():
            grads.setdefault(name, np.zeros_like(param))
        return loss, grads
        """,
        "Has gammas and betas and does not use them.",
    ),
    "never switches": changed(RIGHT_NET, (SWITCH, 'bn_param["mode"] = "train"')),
    "copies bn_param": changed(RIGHT_NET, ("self.bn_params[layer - 1])", "dict(self.bn_params[layer - 1]))")),
    "shares bn_param": changed(RIGHT_NET, ("self.bn_params[layer - 1])", "self.bn_params[0])")),
    "last layer only": net_with_loss(
        """
        if y is None:
            return super().loss(X)
        loss, grads = super().loss(X, y)
        last = f"W{self.num_layers}", f"b{self.num_layers}"
        return loss, {name: g if name in last else np.zeros_like(g) for name, g in grads.items()}
        """,
        "Gradients of the last layer, zeros for the rest.",
    ),
    "skips batchnorm backward": changed(
        RIGHT_NET,
        (
            """                dout, grads[f"gamma{layer}"], grads[f"beta{layer}"] = batchnorm_backward(
                    dout, bn_cache
                )
""",
            """                gamma = self.params[f"gamma{layer}"]
                grads[f"gamma{layer}"], grads[f"beta{layer}"] = dout.sum(axis=0), dout.sum(axis=0)
                dout = dout * gamma
""",
        ),
    ),
    "noise": net_with_loss(
        """
        if y is None:
            return np.random.randn(len(X), len(self.params[f"b{self.num_layers}"]))
        grads = {name: np.random.randn(*param.shape) for name, param in self.params.items()}
        return float(np.random.rand()), grads
        """,
        "Noise for everything.",
    ),
    "own layers": changed(
        RIGHT_NET,
        (
            "from .layers import batchnorm_backward, batchnorm_forward, relu_backward, relu_forward\n",
            "from .layers import relu_backward, relu_forward\n" + OWN_LAYERS,
        ),
    ),
    "differences": net_with_loss(
        """
        if y is None:
            return super().loss(X)
        loss, grads = self._value(X, y), {}
        moved = [dict(bn_param) for bn_param in self.bn_params]
        for name, param in self.params.items():
            grads[name] = np.zeros_like(param)
            for index in np.ndindex(*param.shape):
                old = param[index]
                param[index] = old + 1e-5
                above = self._value(X, y)
                param[index] = old - 1e-5
                grads[name][index] = (above - self._value(X, y)) / 2e-5
                param[index] = old
        for bn_param, values in zip(self.bn_params, moved):
            bn_param.update(values)
        return loss, grads
        """,
        "Gradients by central differences of the loss: no backward pass is ever called.",
        """
    def _value(self, X, y):
        out = X.astype(self.dtype, copy=False)
        for layer in range(1, self.num_layers):
            out, _ = affine_forward(out, self.params[f"W{layer}"], self.params[f"b{layer}"])
            if self.use_batchnorm:
                gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]
                self.bn_params[layer - 1]["mode"] = "train"
                out, _ = batchnorm_forward(out, gamma, beta, self.bn_params[layer - 1])
            out = np.maximum(out, 0)
        last = self.num_layers
        scores, _ = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        penalty = sum(float(np.sum(self.params[f"W{n}"] ** 2)) for n in range(1, last + 1))
        return softmax_loss(scores, y)[0] + 0.5 * self.reg * penalty
        """,
    ),
}
