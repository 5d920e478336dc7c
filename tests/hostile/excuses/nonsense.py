"""Functions that do nothing sensible, alone and beside right ones, and what each submission deserves.

TABLE: (name, files, deserves). `deserves` gives the points of every cell: a nonsense function deserves 0
of its cell, a right one all of it. What is judged "by itself" here:

- train mode and test mode are the two branches of one function; a right test branch beside a nonsense train
  branch (which stores nothing) deserves its 10, though it can be shown with given statistics only;
- a backward pass is right only beside a right train mode: its cache comes from there;
- a right net beside nonsense or missing layers deserves its 20, as it would show with right layers put in;
- a nonsense net has no right part: the parameters gamma and beta are missing or wrong, too. With
  use_batchnorm=False it may do what the released one does, which is nobody's merit.
"""

from .blocks import BACKWARD, CELLS, FORWARD, NETS, RIGHT_NET, TEXTBOOK, changed

# The output of a forward pass from x, gamma and beta.
OUTPUTS = {
    "zeros": "np.zeros_like(x)",
    "ones": "np.ones_like(x)",
    "sevens": "np.full_like(x, 7.0)",
    "x": "x",
    "a copy of x": "x.copy()",
    "2 * x": "2 * x",
    "minus x": "-x",
    "x squared": "x**2",
    "beta": "np.zeros_like(x) + beta",
    "gamma": "np.zeros_like(x) + gamma",
    "gamma plus beta": "np.zeros_like(x) + gamma + beta",
    "beta plus noise": "beta + np.random.randn(*x.shape)",
    "noise": "np.random.randn(*x.shape)",
    "the same noise each time": "np.random.RandomState(3).randn(*x.shape)",
    "signs": "np.sign(x)",
    "sorted x": "np.sort(x, axis=0)",
    "the sum so far": "np.cumsum(x, axis=0)",
    "nan": "np.full_like(x, np.nan)",
    "infinity": "np.full_like(x, np.inf)",
    "an empty array": "np.zeros((0, x.shape[1]))",
    "one number": "0.0",
    "None": "None",
    "one row": "x[:1]",
    "a list": "[[0.0] * x.shape[1] for _ in x]",
}

# What a backward pass returns for dx, dgamma and dbeta; none has a right part.
GRADIENTS = {
    "zeros": "np.zeros_like(dout), np.zeros(dout.shape[1]), np.zeros(dout.shape[1])",
    "ones": "np.ones_like(dout), np.ones(dout.shape[1]), np.ones(dout.shape[1])",
    "sevens": "np.full_like(dout, 7), np.full(dout.shape[1], 7.0), np.full(dout.shape[1], 7.0)",
    "dout": "dout, dout[0], dout[-1]",
    "2 * dout": "2 * dout, 2 * dout[0], 2 * dout[-1]",
    "dout minus its mean": "dout - dout.mean(axis=0), np.zeros(dout.shape[1]), np.zeros(dout.shape[1])",
    "dout minus its mean, and means": "dout - dout.mean(axis=0), dout.mean(axis=0), dout.mean(axis=0)",
    "noise": "np.random.randn(*dout.shape), np.random.randn(dout.shape[1]), np.random.randn(dout.shape[1])",
    "dout minus dout upside down": (
        "dout - dout[::-1], np.random.randn(dout.shape[1]), np.random.randn(dout.shape[1])"
    ),
    "signs": "np.sign(dout), np.sign(dout[0]), np.sign(dout[-1])",
    "nan": "np.full_like(dout, np.nan), np.full(dout.shape[1], np.nan), np.full(dout.shape[1], np.nan)",
    "None": "None, None, None",
    "one None": "None",
    "numbers": "0.0, 0.0, 0.0",
    "empty arrays": "np.zeros((0, dout.shape[1])), np.zeros(0), np.zeros(0)",
    "dout upside down": "dout[::-1], dout.max(axis=0), dout.min(axis=0)",
    "dout for all three": "dout, dout, dout",
}

TRAIN = '''

def batchnorm_forward(x, gamma, beta, bn_param):
    """Train mode: {train}. Test mode: {test}. Nothing is stored."""
    if bn_param["mode"] == "train":
        {train_code}
    if bn_param["mode"] == "test":
        {test_code}
    {other_code}
'''

BOTH = '''

def batchnorm_forward(x, gamma, beta, bn_param):
    """{name} in every mode."""
    return {code}, (x, gamma, bn_param.get("eps", 1e-5))
'''

NONSENSE_BACKWARD = '''

def batchnorm_backward(dout, cache):
    """{name}."""
    return {code}
'''

RIGHT_TEST = """eps, nothing = bn_param.get("eps", 1e-5), np.zeros(x.shape[1])
        mean = bn_param.get("running_mean", nothing)
        var = bn_param.get("running_var", nothing)
        return gamma * (x - mean) / np.sqrt(var + eps) + beta, None"""

RIGHT_TEST_BRANCH = """    if mode == "test":
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None
    raise ValueError(f"unknown mode {mode!r}")
"""

# A net without its own idea of anything: W, b as released, no gamma and beta that would do.
NONSENSE_NET = '''
class FullyConnectedNet:
    """{name}."""

    def __init__(self, hidden_dims, input_dim=3072, num_classes=10, use_batchnorm=False, reg=0.0,
                 weight_scale=1e-2, dtype=np.float32, seed=None):
        self.params, self.bn_params, self.classes = {{}}, [], num_classes
        for layer, width in enumerate([*hidden_dims, num_classes], start=1):
            {params}

    def loss(self, X, y=None):
        if y is None:
            return {scores}
        return {loss}, {{name: {grad} for name, param in self.params.items()}}
'''

_NO_PARAMS = "self.params[f'w_{layer}'] = np.zeros(width)"
_ODD_PARAMS = (
    "self.params |= {f'W{layer}': np.zeros((1, width)), f'b{layer}': np.ones(width),"
    " f'gamma{layer}': np.full(width, 0.5), f'beta{layer}': np.ones(width)}"
)
_SHAPE = "(len(X), self.classes)"
NONSENSE_NETS = {
    "zeros": (_ODD_PARAMS, f"np.zeros({_SHAPE})", "0.0", "np.zeros_like(param)"),
    "zeros without parameters": (_NO_PARAMS, f"np.zeros({_SHAPE})", "0.0", "np.zeros_like(param)"),
    "no parameters at all": ("pass", f"np.zeros({_SHAPE})", "0.0", "param"),
    "ones": (_ODD_PARAMS, f"np.ones({_SHAPE})", "1.0", "np.ones_like(param)"),
    "noise": (
        _ODD_PARAMS,
        f"np.random.randn(*{_SHAPE})",
        "float(np.random.rand())",
        "np.random.randn(*param.shape)",
    ),
    "the loss of guessing": (
        _ODD_PARAMS,
        f"np.zeros({_SHAPE})",
        "float(np.log(self.classes))",
        "np.zeros_like(param)",
    ),
    "parameters as gradients": (_ODD_PARAMS, f"np.zeros({_SHAPE})", "float(X.mean())", "param"),
    "X as scores": (_ODD_PARAMS, f"X.reshape(len(X), -1)[:, : self.classes]", "0.0", "param * 2"),
    "nan": (_ODD_PARAMS, f"np.full({_SHAPE}, np.nan)", "np.nan", "param * np.nan"),
    "None": (_ODD_PARAMS, "None", "None", "None"),
    "X.sum()": (_ODD_PARAMS, f"np.zeros({_SHAPE}) + X.sum()", "float(X.sum())", "param + X.sum()"),
}

SUBCLASS_NET = '''
class FullyConnectedNet(FullyConnectedNet):
    """The released net where it works, {name} where it does not."""

    def __init__(self, hidden_dims, *args, use_batchnorm=False, **options):
        super().__init__(hidden_dims, *args, use_batchnorm=False, **options)
        self.asked = use_batchnorm

    def loss(self, X, y=None):
        if not self.asked:
            return super().loss(X, y)
        scores = np.zeros((len(X), len(self.params[f"b{{self.num_layers}}"])))
        return scores if y is None else (0.0, {{name: {grad} for name, param in self.params.items()}})
'''


def _deserves(*cells):
    return {cell: points if cell in cells else 0 for cell, points in CELLS.items()}


def _nonsense_net(name):
    params, scores, loss, grad = NONSENSE_NETS[name]
    return NONSENSE_NET.format(name=name, params=params, scores=scores, loss=loss, grad=grad)


def _modes(train, test):
    """A forward pass with a nonsense train mode; test names a nonsense output, or is None for right."""
    return TRAIN.format(
        train=train,
        test=test or "right",
        train_code=f"return {OUTPUTS[train]}, (x, gamma, 1e-5)",
        test_code=f"return {OUTPUTS[test]}, None" if test else RIGHT_TEST,
        other_code='raise ValueError("unknown mode")',
    )


def _table():
    train, test, backward, net = CELLS
    rows = []

    def add(name, layers, fc_net, *cells):
        files = {"layers.py": layers, "fc_net.py": fc_net}
        files = {module: text for module, text in files.items() if text}
        rows.append((name, files, _deserves(*cells)))

    for name, code in OUTPUTS.items():
        add(f"forward/{name}", BOTH.format(name=name, code=code), "")
    for name in "zeros", "x", "2 * x", "beta", "noise", "signs", "None":
        add(f"train mode beside right test mode/{name}", _modes(name, None), "", test)
    for name in "zeros", "x", "2 * x", "beta", "noise", "gamma plus beta", "one row", "nan":
        text = changed(FORWARD, (RIGHT_TEST_BRANCH, f"    return {OUTPUTS[name]}, None\n"))
        add(f"test mode beside right train mode/{name}", text, "", train)
    for name, code in GRADIENTS.items():
        text = NONSENSE_BACKWARD.format(name=name, code=code)
        add(f"backward/{name}", text, "")
        add(f"backward beside right forward/{name}", FORWARD + text, "", train, test)
    for name in NONSENSE_NETS:
        text = _nonsense_net(name)
        add(f"net/{name}", "", text)
        add(f"net beside right layers/{name}", FORWARD + BACKWARD, text, train, test, backward)
    for name, grad in ("zeros", "np.zeros_like(param)"), ("ones", "np.ones_like(param)"):
        text = SUBCLASS_NET.format(name=name, grad=grad)
        add(f"net as released or nonsense/{name}", "", text)
        add(
            f"net as released or nonsense beside right layers/{name}",
            FORWARD + BACKWARD,
            text,
            train,
            test,
            backward,
        )

    pairs = [
        ("zeros", "zeros"),
        ("x", "dout"),
        ("2 * x", "2 * dout"),
        ("beta", "zeros"),
        ("noise", "noise"),
        ("x", "dout minus its mean"),
        ("ones", "ones"),
        ("nan", "nan"),
        ("None", "None"),
        ("gamma", "dout minus its mean, and means"),
        ("signs", "signs"),
    ]
    for output, gradient in pairs:
        layers = BOTH.format(name=output, code=OUTPUTS[output])
        layers += NONSENSE_BACKWARD.format(name=gradient, code=GRADIENTS[gradient])
        add(f"both layers/{output}, {gradient}", layers, "")
        add(f"both layers beside right net/{output}, {gradient}", layers, RIGHT_NET, net)
        add(f"everything/{output}, {gradient}", layers, _nonsense_net("zeros"))

    text = NONSENSE_BACKWARD.format(name="zeros", code=GRADIENTS["zeros"])
    add("right net beside right forward, nonsense backward", FORWARD + text, RIGHT_NET, train, test, net)
    add("right net beside missing layers", "", RIGHT_NET, net)
    add("right net beside missing backward", FORWARD, RIGHT_NET, train, test, net)
    add("right forward alone", FORWARD, "", train, test)
    add("right layers alone", FORWARD + BACKWARD, "", train, test, backward)
    add(
        "right backward beside nonsense test mode",
        changed(FORWARD, (RIGHT_TEST_BRANCH, "    return np.zeros_like(x), None\n")) + BACKWARD,
        "",
        train,
        backward,
    )
    add("everything right", FORWARD + BACKWARD, RIGHT_NET, *CELLS)
    add("everything right, the net with layers of its own", FORWARD + BACKWARD, NETS["own layers"], *CELLS)
    add("nothing", TEXTBOOK, "")
    return rows


TABLE = _table()
