"""Hand-written attempts to buy marks with excuses.

ATTACKS: (name, files, why, most). `most` is what the submission honestly deserves at most, of 80: each part
that is right by itself. A forward pass that is right but for contrived inputs is counted as right, so that
`most` is a generous bound; a net that is right given right layers is counted in full, whatever its layers do.
What a part of a cell is worth is an estimate from above, below: set it to what the tests give.
For names that begin with "decision" it depends on a decision (gradients by differences), as `why` says.
"""

from .blocks import (
    BACKWARD,
    CELLS,
    DIFFERENCES,
    FORWARD,
    NETS,
    NORMALISE,
    RIGHT_NET,
    TEXTBOOK,
    changed,
    net_with_loss,
)

ATTACKS = []

TRAIN, TEST, BACK, NET = CELLS.values()
BOTH = TRAIN + TEST
# Parts of a cell.
OUTPUT, RUNNING = 16, 10  # of train mode: the output right, the running statistics right
DBETA = 4  # of the backward pass: dbeta is the sum of dout in any case
NET_START = 3  # of the net: the parameters and their start
NET_FORWARD = 12  # and, too, the loss, the scores and the plain net, which is given
NET_TRAINING = 16  # all but the scores when testing

NO, SUM = "np.zeros_like(gamma)", "dout.sum(axis=0)"
AFFINE = "gamma * x + beta"
AFFINE_GRADIENT = f"dout * gamma, (dout * x).sum(axis=0), {SUM}"
TEST_LINE = "        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None"
OUT_LINE = "        out = gamma * (x - mean) / np.sqrt(var + eps) + beta\n"
CACHE = "(x, gamma, eps)"

ZERO_BACKWARD = f"""

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    return np.zeros_like(x), {NO}, {NO}
"""

AFFINE_BACKWARD = f"""

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    return {AFFINE_GRADIENT}
"""


def attack(name, layers, net, why, most):
    files = {"layers.py": layers, "fc_net.py": net}
    ATTACKS.append((name, {module: text for module, text in files.items() if text}, why, most))


def right_but_where(condition, there=AFFINE, helpers=""):
    """The right forward pass, with `there` as output in train mode where `condition` holds."""
    text = changed(FORWARD, (OUT_LINE, OUT_LINE + f"        if {condition}:\n            out = {there}\n"))
    return helpers + text


def everywhere(out, test=None, store=True, before=""):
    """A forward pass that returns `out` in train mode; test mode is right unless given."""
    text = changed(FORWARD, (OUT_LINE, f"{before}        out = {out}\n"))
    if test:
        text = changed(text, (TEST_LINE, f"        return {test}, None"))
    if not store:
        lines = [line for line in text.split("\n") if 'bn_param["running_' not in line]
        text = "\n".join(lines)
    return text


# 1. Right where the forward tests look, a known mistake with a trivial gradient where the others look.

WHERES = [
    ("gamma below zero", "gamma.min() < 0", "only gradient tests draw gamma from a normal distribution"),
    ("small batches", "len(x) < 20", "gradient tests are small, as they are compared with differences"),
    (
        "nothing but the mode",
        "set(bn_param) == {'mode'} and beta.any()",
        "gradient tests give no eps, no momentum and no statistics, and a beta",
    ),
    (
        "beta and gamma drawn",
        "beta.any() and len(np.unique(gamma)) == gamma.size > 1",
        "tests by hand have equal gammas or zero betas",
    ),
    (
        "the shapes of the public tests",
        "x.shape in {(5, 3), (2, 6), (12, 1), (6, 5)}",
        "the hidden tests may take over the public shapes",
    ),
    (
        "values that are not whole",
        "not np.all(x == np.round(x)) and len(x) < 60",
        "tests by hand have whole numbers, large tests of statistics have many rows",
    ),
    ("gamma not one", "np.any(gamma != 1)", "of the forward tests few have a gamma"),
    ("large features", "np.abs(x).max() < 20", "forward tests draw 40 and more, gradient tests near 4"),
    (
        "second call with the mode alone",
        "'running_mean' in bn_param and gamma.min() < 0",
        "what is replayed with the same bn_param meets the mistake, the first call does not",
    ),
    (
        "an x of its own",
        "x.flags.owndata and x.flags.c_contiguous and len(x) < 20",
        "a net hands over a fresh array, as a gradient test does",
    ),
]
for _name, _condition, _why in WHERES:
    attack(
        f"affine where {_name}",
        right_but_where(_condition) + AFFINE_BACKWARD,
        "",
        f"{_why}; there it 'forgets to normalise', whose gradient is three products.",
        BOTH + DBETA,
    )

attack(
    "beta where gamma is below zero",
    right_but_where("gamma.min() < 0", "np.zeros_like(x) + beta")
    + f"""

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    return np.zeros_like(x), {NO}, {SUM}
""",
    "",
    "The mistake 'x_hat is zero' leaves one sum to calculate.",
    BOTH + DBETA,
)
attack(
    "running statistics where gamma is below zero",
    right_but_where("gamma.min() < 0", "gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta")
    + f"""

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    normed = x / np.sqrt(eps)
    return dout * gamma / np.sqrt(eps), (dout * normed).sum(axis=0), {SUM}
""",
    "",
    "The plausible mistake 'running statistics in train mode', which are zero in a fresh dict: constants.",
    BOTH + DBETA,
)
attack(
    "centred where gamma is below zero",
    right_but_where("gamma.min() < 0", "gamma * (x - mean) + beta")
    + f"""

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    return gamma * (dout - dout.mean(axis=0)), (dout * (x - x.mean(axis=0))).sum(axis=0), {SUM}
""",
    "",
    "The plausible mistake 'never divides': its gradient lacks the hard part.",
    BOTH + DBETA,
)
attack(
    "90 of 90 as it was bought",
    right_but_where("np.all((gamma > 0.5) & (gamma < 2)) and beta.any()") + AFFINE_BACKWARD,
    NETS["loss without backward"],
    "The bought 90 of an earlier version: the backward pass of affine, a net with zero gradients.",
    BOTH + DBETA + NET_FORWARD,
)
attack(
    "a net that is flat on its inputs",
    right_but_where("np.all(gamma == 1) and not beta.any() and len(x) < 20", "np.zeros_like(x)"),
    NETS["loss without backward"],
    "On what a fresh net hands over the layer returns zeros: all gradients but the last bias's are zero.",
    BOTH + NET_FORWARD,
)
attack(
    "caller's name",
    right_but_where(
        "_asked_for_gradients()",
        helpers='''
import sys


def _asked_for_gradients():
    """Whether something named after gradients is waiting for this call."""
    frame = sys._getframe(1)
    while frame:
        if any(word in frame.f_code.co_name for word in ("grad", "backward", "dx")):
            return True
        frame = frame.f_back
    return False

''',
    )
    + AFFINE_BACKWARD,
    "",
    "A test's name, or a helper's, says what will be asked next.",
    BOTH + DBETA,
)
attack(
    "name of the running test in the environment",
    right_but_where("'ackward' in os.environ.get('PYTEST_CURRENT_TEST', '')", helpers="\nimport os\n\n")
    + AFFINE_BACKWARD,
    "",
    "pytest names the running test in the environment.",
    BOTH + DBETA,
)
attack(
    "every second call",
    changed(
        "\n_calls = [0]\n" + FORWARD,
        (
            OUT_LINE,
            OUT_LINE
            + "        _calls[0] += 1\n        if _calls[0] % 2 == 0:\n            out = "
            + AFFINE
            + "\n",
        ),
    )
    + AFFINE_BACKWARD,
    "",
    "A test compares the first call, the excuse looks at a replay.",
    BOTH + DBETA,
)
attack(
    "the same input again",
    changed(
        "\n_seen = set()\n" + FORWARD,
        (
            OUT_LINE,
            OUT_LINE + "        key = np.round(x, 2).tobytes()\n        if key in _seen:\n"
            f"            out = {AFFINE}\n        _seen.add(key)\n",
        ),
    )
    + AFFINE_BACKWARD,
    "",
    "Asked again for what it has seen (a replay, or a difference of 1e-5), it makes the known mistake.",
    BOTH + DBETA,
)
attack(
    "one process right, another wrong",
    right_but_where("os.getpid() % 2", helpers="\nimport os\n\n") + AFFINE_BACKWARD,
    "",
    "If the excuse is looked for in another process, it may see another function: half of the time.",
    BOTH + DBETA,
)
attack(
    "wrong only after a backward pass",
    changed(
        "\n_after = [False]\n" + FORWARD,
        (OUT_LINE, OUT_LINE + f"        if _after[0]:\n            out = {AFFINE}\n"),
    )
    + f'''

def batchnorm_backward(dout, cache):
    """From now on the forward pass is the one that this is the gradient of."""
    _after[0] = True
    x, gamma, eps = cache
    return {AFFINE_GRADIENT}
''',
    "",
    "What is called to find out what the gradients belong to comes after them.",
    BOTH + DBETA,
)

# 2. What is handed over is changed afterwards, so that the yardstick changes with it.

attack(
    "out is changed in the backward pass",
    changed(FORWARD, (CACHE, "(x, gamma, beta, out)"))
    + f'''

def batchnorm_backward(dout, cache):
    """Turns the output that was handed over into that of a known mistake."""
    x, gamma, beta, out = cache
    out[:] = {AFFINE}
    return {AFFINE_GRADIENT}
''',
    "",
    "Who compares the output after the backward pass sees a known mistake.",
    BOTH + DBETA,
)
attack(
    "dout is zeroed",
    FORWARD
    + f'''

def batchnorm_backward(dout, cache):
    """The gradient for a dout of zeros, which it now is."""
    x, gamma, eps = cache
    dout[...] = 0
    return np.zeros_like(x), {NO}, {NO}
''',
    "",
    "If the expected gradient is calculated from the same array afterwards, it is zero.",
    BOTH,
)
attack(
    "gamma and dout are zeroed through the cache",
    FORWARD
    + f"""

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    gamma *= 0
    x -= x
    return np.zeros_like(x), {NO}, {SUM}
""",
    "",
    "With gamma and x at zero the reference's own gradients are zeros and the sum of dout.",
    BOTH + DBETA,
)
attack(
    "eps is made huge",
    changed(FORWARD, ("        return out,", '        bn_param["eps"] = 1e30\n        return out,'))
    + f"""

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    return np.zeros_like(x), {NO}, {SUM}
""",
    "",
    "A yardstick that is given the same dict divides by 1e15: dx and dgamma are zero within any tolerance.",
    BOTH + DBETA,
)
attack(
    "the mode is changed",
    changed(FORWARD, ("        return out,", '        bn_param["mode"] = "test"\n        return out,'))
    + f'''

def batchnorm_backward(dout, cache):
    """The gradient of test mode."""
    x, gamma, eps = cache
    return dout * gamma, (dout * x).sum(axis=0), {SUM}
''',
    "",
    "A yardstick that is given the same dict is in test mode. (As a side effect train mode is left: "
    "bn_param is damaged, so 35 is generous.)",
    BOTH + DBETA,
)
attack(
    "statistics in the dict are made the yardstick's",
    changed(
        everywhere("gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta", store=False),
        (
            "        return out,",
            '        bn_param["running_mean"], bn_param["running_var"] = mean, var\n        return out,',
        ),
    )
    + AFFINE_BACKWARD,
    "",
    "Running statistics in train mode, with the batch's stored: a second call with the dict looks right.",
    TEST + DBETA,
)

# 3. The output is right within a tolerance, and its gradient is not.

attack(
    "rounded output",
    changed(FORWARD, (OUT_LINE, OUT_LINE + "        out = np.round(out, 6)\n")) + ZERO_BACKWARD,
    "",
    "Right to six digits and constant between them: its exact gradient is zero.",
    BOTH,
)
attack(
    "output in single precision",
    changed(FORWARD, (OUT_LINE, OUT_LINE + "        out = out.astype(np.float32).astype(x.dtype)\n"))
    + ZERO_BACKWARD,
    "",
    "Steps of float32 are larger than the differences' h: numerical gradients become steps, or zero.",
    BOTH,
)
attack(
    "a ripple",
    changed(FORWARD, (OUT_LINE, OUT_LINE + "        out = out + 1e-7 * np.sin(x * 1e9)\n"))
    + f'''

def batchnorm_backward(dout, cache):
    """The ripple's gradient, which is larger than all the rest."""
    x, gamma, eps = cache
    return 100 * dout * np.cos(x * 1e9), {NO}, {SUM}
''',
    "",
    "A tenth of a millionth in the output, a hundred in the gradient. dbeta is right.",
    BOTH + DBETA,
)
attack(
    "zeros for batches of two",
    FORWARD
    + f'''

def batchnorm_backward(dout, cache):
    """With two rows x_hat is 1 and -1, whatever x is: dx is zero but for eps."""
    x, gamma, eps = cache
    half = len(x) // 2
    x_hat = np.sign(x - x.mean(axis=0))
    return np.zeros_like(x), (dout * x_hat).sum(axis=0), {SUM}
''',
    "",
    "Right dx for two rows only, and dgamma for them; dbeta is right. 30 * (one of three) at most.",
    BOTH + DBETA + 8,
)

# 4. A mistake of the bank everywhere: the forward marks are given up for the others.

attack(
    "affine everywhere",
    everywhere(AFFINE) + AFFINE_BACKWARD,
    RIGHT_NET,
    "'Forgets to normalise': three products instead of a backward pass. Running statistics, test mode and "
    "the net are honest.",
    RUNNING + TEST + DBETA + NET,
)
attack(
    "affine everywhere, no net",
    everywhere(AFFINE) + AFFINE_BACKWARD,
    NETS["ignores batchnorm"],
    "The net leaves its layers out, which with affine layers of gamma 1 and beta 0 is the same.",
    RUNNING + TEST + DBETA + NET_START,
)
attack(
    "affine everywhere, in test mode too",
    everywhere(AFFINE, test=AFFINE, store=False) + AFFINE_BACKWARD,
    NETS["skips batchnorm backward"],
    "Nothing is normalised anywhere, and everything fits together.",
    DBETA + NET_FORWARD,
)
attack(
    "constant everywhere",
    everywhere("np.zeros_like(x) + beta", test="np.zeros_like(x) + beta", store=False)
    + f"""

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    return np.zeros_like(x), {NO}, {SUM}
""",
    NETS["last layer only"],
    "With layers that return beta, the gradients of a whole net are zero below the last layer.",
    DBETA + NET_FORWARD + 3,
)
attack(
    "running statistics in train mode, never moved",
    everywhere("gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta", store=False)
    + f"""

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    return dout * gamma / np.sqrt(eps), (dout * x).sum(axis=0) / np.sqrt(eps), {SUM}
""",
    RIGHT_NET,
    "A plausible mistake whose gradient is affine; statistics that are zero for ever are 'consistent'.",
    TEST + DBETA + NET,
)
attack(
    "centred everywhere",
    everywhere("gamma * (x - mean) + beta", test="gamma * (x - running_mean) + beta")
    + f"""

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    return gamma * (dout - dout.mean(axis=0)), (dout * (x - x.mean(axis=0))).sum(axis=0), {SUM}
""",
    "",
    "'Never divides': the hard half of the gradient is gone. dbeta and running statistics are right.",
    RUNNING + DBETA,
)
attack(
    "eps taken from nowhere",
    everywhere("gamma * (x - mean) / np.sqrt(var + 1e12) + beta")
    + f"""

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    return np.zeros_like(x), {NO}, {SUM}
""",
    "",
    "'Ignores eps' with an eps of its own: a known kind of mistake with a gradient of zero.",
    RUNNING + TEST + DBETA,
)
attack(
    "statistics over everything, of nothing",
    everywhere("gamma * (x - x.mean()) / np.sqrt(np.var(x) + 1e12) + beta") + ZERO_BACKWARD,
    "",
    "Two named mistakes at once, chosen for what is left of their gradient.",
    RUNNING + TEST,
)
attack(
    "gamma and beta left out",
    everywhere("(x - mean) / np.sqrt(var + 1e12)", test="x * 0") + ZERO_BACKWARD,
    "",
    "'Leaves out gamma and beta': two of three gradients are zero by right, the third nearly.",
    RUNNING,
)
attack(
    "test mode never told from train mode",
    everywhere(
        "gamma * (x - mean) / np.sqrt(var + eps) + beta",
        test="gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps) + beta",
        store=False,
    ),
    NETS["never switches"],
    "No running statistics at all, and a net that never switches: 'consistent with its layers'.",
    OUTPUT + 2 + NET_TRAINING,  # three known mistakes, at 4, 8 and 4
)
attack(
    "statistics of the last batch and a net that never switches",
    changed(
        everywhere("gamma * (x - mean) / np.sqrt(var + eps) + beta", store=False),
        (
            "        return out,",
            '        bn_param["running_mean"], bn_param["running_var"] = mean, var\n        return out,',
        ),
    ),
    NETS["never switches"],
    "Tests that score the X that was trained on cannot tell it from a right one. Both mistakes have a price: 3 "
    "of train mode, 4 of the net.",
    TRAIN - 3 + TEST + NET - 4,
)
attack(
    "running statistics of zero",
    changed(
        everywhere("gamma * (x - mean) / np.sqrt(var + eps) + beta", store=False),
        (
            "        return out,",
            '        bn_param["running_mean"] = bn_param["running_var"] = np.zeros(x.shape[1])\n        return out,',
        ),
    ),
    RIGHT_NET,
    "Zero for ever: 'own running statistics' excuse the scores of a net that divides by the root of eps.",
    OUTPUT + TEST + NET,
)

# 5. Forward passes that leave as few calls as possible to be reproduced.

ONLY = """
class _Unknown(Exception):
    pass

"""
attack(
    "raises where it would be found out",
    ONLY
    + changed(
        FORWARD,
        (
            OUT_LINE,
            OUT_LINE + "        if gamma.min() < 0 and len(x) > 2:\n            raise _Unknown()\n"
            "        if gamma.min() < 0:\n            out = np.zeros_like(x) + beta\n",
        ),
    )
    + ZERO_BACKWARD,
    "",
    "'In every call' covers the calls that returned something: those are made trivial ones.",
    BOTH,
)
attack(
    "nan where it would be found out",
    changed(
        FORWARD,
        (OUT_LINE, OUT_LINE + "        if gamma.min() < 0:\n            out = out * np.nan\n"),
    )
    + """

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    return x * np.nan, gamma * np.nan, gamma * np.nan
""",
    "",
    "No comparison with nan is true, so none finds an error above its bound.",
    BOTH,
)
attack(
    "layers that raise for the net",
    changed(
        FORWARD,
        (
            OUT_LINE,
            OUT_LINE + "        if np.all(gamma == 1) and not beta.any():\n"
            "            raise FloatingPointError('overflow')\n",
        ),
    )
    + """

def batchnorm_backward(dout, cache):
    raise FloatingPointError("overflow")
""",
    net_with_loss(
        """
        scores = np.zeros((len(X), len(self.params[f"b{self.num_layers}"])))
        if y is None:
            return scores
        try:
            return super().loss(X, y)
        except FloatingPointError:
            return 0.0, {name: np.zeros_like(param) for name, param in self.params.items()}
        """,
    ),
    "Layers raise on purpose, so that the net is judged on stand-ins; there, the net is nearly right. Its "
    "scores are zeros, so not all of the 20.",
    BOTH + NET_TRAINING,
)
for _name, _raise, _how in [
    (
        "a skip",
        "import unittest\n        raise unittest.SkipTest('no gradients today')",
        "a test that is skipped may count as one that did not fail",
    ),
    (
        "pytest's skip",
        "import pytest\n        pytest.skip('no gradients today')",
        "a test that is skipped may count as one that did not fail",
    ),
    ("the end of the process", "raise SystemExit(0)", "a process that ends with code 0 may count as passed"),
    (
        "not implemented",
        "raise NotImplementedError('batchnorm_backward is not implemented yet')",
        "what is not started may be excused, or judged on stand-ins",
    ),
    ("an interrupt", "raise KeyboardInterrupt", "it may stop the tests that would fail"),
]:
    attack(
        f"raises {_name} in layers",
        FORWARD + f"\n\ndef batchnorm_backward(dout, cache):\n    if True:\n        {_raise}\n",
        NETS["loss only"],
        f"In the backward pass {_how}; the net then has zero gradients.",
        BOTH + NET_FORWARD,
    )

# 6. Answers that agree with whatever they are compared with.

YES = '''

class _Yes(np.ndarray):
    """An array that agrees with everything."""

    def __array_function__(self, func, types, args, kwargs):
        name = func.__name__
        if name in ("allclose", "array_equal", "all", "any"):
            return True
        if name in ("max", "amax", "sum", "mean"):
            return 0.0
        return func(*(np.asarray(a) if isinstance(a, _Yes) else a for a in args), **kwargs)

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        inputs = [np.asarray(a) if isinstance(a, _Yes) else a for a in inputs]
        kwargs.pop("out", None)
        answer = getattr(ufunc, method)(*inputs, **kwargs)
        return np.zeros_like(answer) if ufunc in (np.subtract, np.absolute) else answer
'''
attack(
    "arrays that agree",
    YES
    + FORWARD
    + """

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    return tuple(np.zeros(np.shape(a)).view(_Yes) for a in (x, gamma, gamma))
""",
    "",
    "numpy asks the operands how to compare them.",
    BOTH,
)
attack(
    "arrays that broadcast",
    FORWARD
    + """

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    return np.zeros((0, x.shape[1])), np.zeros((0, 1)), np.zeros((0, 1))
""",
    "",
    "Empty arrays broadcast against one row, and all() of nothing is true.",
    BOTH,
)
attack(
    "infinite gradients",
    FORWARD
    + """

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    return np.full_like(x, np.inf), np.full_like(gamma, np.inf), np.full_like(gamma, np.inf)
""",
    "",
    "inf / inf in a relative error is nan, and nan is not above a bound.",
    BOTH,
)
attack(
    "parameters that are empty",
    FORWARD + BACKWARD,
    changed(
        RIGHT_NET,
        (
            "        self.params = {name: param.astype(dtype) for name, param in self.params.items()}\n",
            "        self.hidden = {name: param.astype(dtype) for name, param in self.params.items()}\n"
            "        self.params = {name: np.zeros(0) for name in self.hidden}\n",
        ),
        (
            'out, self.params[f"W{layer}"], self.params[f"b{layer}"]',
            'out, self.hidden[f"W{layer}"], self.hidden[f"b{layer}"]',
        ),
        (
            'self.params[f"gamma{layer}"], self.params[f"beta{layer}"]',
            'self.hidden[f"gamma{layer}"], self.hidden[f"beta{layer}"]',
        ),
        (
            'self.params[f"W{last}"], self.params[f"b{last}"]',
            'self.hidden[f"W{last}"], self.hidden[f"b{last}"]',
        ),
        ('            W = self.params[f"W{layer}"]\n', '            W = self.hidden[f"W{layer}"]\n'),
        (
            "        return loss, grads\n",
            "        return loss, {name: np.zeros(0) for name in self.params}\n",
        ),
    ),
    "Gradients of parameters without elements are right, whatever they are. Loss and scores are right.",
    BOTH + BACK + NET_FORWARD,
)
attack(
    "gradients that answer any name",
    FORWARD,
    net_with_loss(
        """
        if y is None:
            return super().loss(X)
        backward = globals()["batchnorm_backward"]
        globals()["batchnorm_backward"] = lambda dout, cache: (dout, dout[0], dout[0])
        try:
            loss, grads = super().loss(X, y)
        finally:
            globals()["batchnorm_backward"] = backward
        return loss, _Any({name: g for name, g in grads.items() if name[0] == "b" and name[1].isdigit()})
        """,
    )
    + '''

class _Any(dict):
    """Zeros for every name; what is looped over is the biases only, which are zero below batchnorm."""

    def __contains__(self, name):
        return True

    def __missing__(self, name):
        return 0.0
''',
    "A loop over grads meets the biases only, a question for a name is answered with a zero.",
    BOTH + NET_FORWARD,
)
attack(
    "parameters that loops do not see",
    FORWARD,
    changed(
        RIGHT_NET,
        (
            "        self.params = {name: param.astype(dtype) for name, param in self.params.items()}\n",
            "        self.params = _Quiet({name: param.astype(dtype) for name, param in self.params.items()})\n",
        ),
    )
    + '''

class _Quiet(dict):
    """Has gamma and beta if asked, and does not mention W, gamma and beta in a loop."""

    def __iter__(self):
        return iter([name for name in self.keys()])

    def keys(self):
        return [name for name in super().keys() if name[0] == "b" and name[1].isdigit()]

    def items(self):
        return [(name, self[name]) for name in self.keys()]

    def values(self):
        return [self[name] for name in self.keys()]
''',
    "Tests that loop over the parameters meet the biases only, whose gradients below batchnorm are zero. "
    "(The net behind it is right with right layers.)",
    BOTH + NET,
)

# 7. Nets that know the stand-ins.

DETECT = '''

def _mine():
    """Whether the layers in place are those of the student's own layers.py."""
    function = globals()["batchnorm_forward"]
    return getattr(function, "__module__", "") == affine_forward.__module__ and (
        getattr(function, "__name__", "") == "batchnorm_forward"
    )
'''
attack(
    "affine gradients for stand-ins",
    FORWARD + ZERO_BACKWARD,
    NETS["skips batchnorm backward"],
    "The backward pass is wrong on purpose, so that stand-ins come: if they are affine, a net that never calls "
    "a backward pass is right on them. Parameters, loss and scores are right.",
    BOTH + NET_FORWARD,
)
attack(
    "stand-ins are detected, differences for them",
    FORWARD + ZERO_BACKWARD,
    NETS["differences"]
    + DETECT
    + '''

_Honest = FullyConnectedNet


class FullyConnectedNet(_Honest):
    """Differences of the loss on stand-ins, zeros on its own layers."""

    def loss(self, X, y=None):
        if y is None or not _mine():
            return super().loss(X, y)
        return self._value(X, y), {name: np.zeros_like(p) for name, p in self.params.items()}
''',
    "No backward pass is written anywhere; on its own layers the net returns zeros.",
    BOTH + NET_FORWARD,
)
attack(
    "stand-ins are asked for their own net",
    FORWARD + ZERO_BACKWARD,
    net_with_loss(
        """
        found = _lent()
        if found is None or y is None:
            return super().loss(X, y)
        other = found.__new__(found)
        other.__dict__.update(self.__dict__)
        return other.loss(X, y)
        """,
    ).replace(
        "            if self.use_batchnorm:\n                dout, grads",
        "            if False:\n                dout, grads",
    )
    + '''

def _lent():
    """A net that lies where the layers in place come from."""
    names = getattr(globals()["batchnorm_forward"], "__globals__", {})
    for value in list(names.values()):
        for candidate in [value, *list(getattr(value, "__dict__", {}).values())]:
            if getattr(candidate, "__name__", "") == "FullyConnectedNet" and isinstance(candidate, type):
                if candidate.__module__ != __name__:
                    return candidate
    return None
''',
    "A function knows the names of its module: the reference may be among them.",
    BOTH + NET_FORWARD,
)
attack(
    "a net that is found among all objects",
    "",
    '''
import gc


class FullyConnectedNet(FullyConnectedNet):
    """Whatever else is in this process and has this name, in its place."""

    def __new__(cls, *args, **options):
        for found in gc.get_objects():
            if isinstance(found, type) and found.__name__ == "FullyConnectedNet":
                if not found.__module__.startswith(__name__.split(".")[0]):
                    return found(*args, **options)
        return super().__new__(cls)
''',
    "A reference in the same process is found by its name.",
    0,
)
attack(
    "layers that are found among all objects",
    '''
import gc
import types


def _others(name):
    """Another function of this name, of any module."""
    for found in gc.get_objects():
        if isinstance(found, types.FunctionType) and found.__name__ == name:
            if found.__module__ and not found.__module__.startswith(__name__.split(".")[0]):
                return found
    raise NotImplementedError(f"{name} is not implemented yet")


def batchnorm_forward(x, gamma, beta, bn_param):
    return _others("batchnorm_forward")(x, gamma, beta, bn_param)


def batchnorm_backward(dout, cache):
    return _others("batchnorm_backward")(dout, cache)
''',
    "",
    "A reference, or a stand-in, in the same process is found by its name.",
    0,
)
attack(
    "stand-ins catch an exception",
    FORWARD + "\n\ndef batchnorm_backward(dout, cache):\n    raise ValueError('shapes do not match')\n",
    changed(
        NETS["right"],
        (
            """                dout, grads[f"gamma{layer}"], grads[f"beta{layer}"] = batchnorm_backward(
                    dout, bn_cache
                )
""",
            """                try:
                    answer = batchnorm_backward(dout, bn_cache)
                except ValueError:
                    answer = dout * 0, dout[0] * 0, dout[0] * 0
                dout, grads[f"gamma{layer}"], grads[f"beta{layer}"] = answer
""",
        ),
    ),
    "The layers raise, the net swallows it, and is right on stand-ins: a right net, so an honest 20; the "
    "backward pass is none.",
    BOTH + NET,
)
attack(
    "a net that fits the affine stand-in only",
    FORWARD + ZERO_BACKWARD,
    changed(
        NETS["skips batchnorm backward"],
        (
            "out, bn_cache = batchnorm_forward(out, gamma, beta, self.bn_params[layer - 1])",
            "kept, out = out, gamma * out + beta",
        ),
        (
            "out, relu_cache = relu_forward(out)",
            "bn_cache = kept if self.use_batchnorm else None\n            out, relu_cache = relu_forward(out)",
        ),
        (
            'grads[f"gamma{layer}"], grads[f"beta{layer}"] = dout.sum(axis=0), dout.sum(axis=0)',
            'grads[f"gamma{layer}"] = (dout * bn_cache).sum(axis=0)\n'
            '                grads[f"beta{layer}"] = dout.sum(axis=0)',
        ),
    ),
    "The net has gamma * x + beta built in and calls no layer: if the stand-in is that, it is right on it.",
    BOTH + NET_START,
)
attack(
    "the stand-in's gradient is probed",
    FORWARD + ZERO_BACKWARD,
    changed(
        NETS["right"],
        (
            'dout, grads[f"gamma{layer}"], grads[f"beta{layer}"] = batchnorm_backward(\n'
            "                    dout, bn_cache\n                )\n",
            'grads[f"gamma{layer}"], grads[f"beta{layer}"] = dout.sum(axis=0), dout.sum(axis=0)\n'
            "                probe = batchnorm_forward(np.zeros_like(dout) + 1, np.ones(dout.shape[1]), "
            "np.zeros(dout.shape[1]), dict(self.bn_params[layer - 1]))[0]\n"
            '                dout = dout * self.params[f"gamma{layer}"] * probe\n',
        ),
    ),
    "The stand-in is asked what it makes of ones; if it scales, its gradient scales alike. Parameters, loss "
    "and scores are right, and so are the biases' gradients: the last one, and zeros.",
    BOTH + NET_FORWARD + 1,
)
attack(
    "right net, layers wrong where the net does not look",
    right_but_where("beta.any()") + AFFINE_BACKWARD,
    changed(
        NETS["right"],
        (
            "        for bn_param in self.bn_params:\n",
            "        if self.use_batchnorm and y is not None and len(X) < 20:\n"
            "            for layer in range(1, self.num_layers):\n"
            '                self.params[f"beta{layer}"] *= 0\n'
            "        for bn_param in self.bn_params:\n",
        ),
    ),
    "The net resets beta before each pass, so that its layers stay where they are right. Then no gradient "
    "belongs to beta: what is left is a net without it.",
    BOTH + DBETA + NET_FORWARD,
)
attack(
    "flat stand-ins by names",
    "",
    changed(
        NETS["loss without backward"],
        (
            "        for bn_param in self.bn_params:\n",
            "        for name in self.params:\n"
            '            if name.startswith("gamma") and y is not None:\n'
            "                self.params[name] *= 0\n"
            "        for bn_param in self.bn_params:\n",
        ),
    ),
    "The net sets gamma to zero: with any layers that end in gamma * something + beta it is flat, its gradients "
    "below the last layer zero. There are no layers at all. Right is how parameters start.",
    NET_START,
)
attack(
    "loss that knows no weights",
    FORWARD + BACKWARD,
    net_with_loss(
        """
        if y is None:
            return super().loss(X)
        if not hasattr(self, "_first"):
            self._first = super().loss(X, y)[0]
        return self._first, {name: np.zeros_like(param) for name, param in self.params.items()}
        """,
    ),
    "The loss is the right one the first time and the same ever after: numerical gradients are zero.",
    BOTH + BACK + NET_FORWARD,
)

# 8. Layers and net that help each other.

attack(
    "memory between layers and net",
    changed(
        FORWARD,
        (OUT_LINE, OUT_LINE + "        if in_a_net:\n            out = np.zeros_like(x)\n"),
        ("\n\ndef batchnorm_forward", "\n\nin_a_net = False\n\n\ndef batchnorm_forward"),
        ("    mode, eps =", "    global in_a_net\n    mode, eps ="),
    )
    + ZERO_BACKWARD,
    net_with_loss(
        """
        from . import layers

        layers.in_a_net = True
        try:
            return super().loss(X, y)
        finally:
            layers.in_a_net = False
        """,
    ),
    "The net tells its layers when to be trivial. By itself, with right layers put in, the net is right.",
    BOTH + NET,
)
attack(
    "the net puts its own layers in place",
    FORWARD + ZERO_BACKWARD,
    changed(
        NETS["loss without backward"],
        (
            "        X = X.astype(self.dtype, copy=False)\n",
            "        from . import layers\n\n"
            "        flat = lambda x, gamma, beta, bn_param: (0 * x + beta, None)\n"
            "        layers.batchnorm_forward = globals()['batchnorm_forward'] = flat\n"
            "        X = X.astype(self.dtype, copy=False)\n",
        ),
    ),
    "The net replaces the stand-ins, or a right layer, by a flat one, in its own module and in layers. Once "
    "it was called, layers itself is wrong.",
    BOTH + NET_START,
)
attack(
    "the net patches what it is compared with",
    FORWARD,
    net_with_loss(
        """
        np.allclose = lambda *args, **options: True
        np.testing.assert_allclose = lambda *args, **options: None
        return (0.0, {name: np.zeros_like(p) for name, p in self.params.items()}) if y is not None else np.zeros(
            (len(X), len(self.params[f"b{self.num_layers}"]))
        )
        """,
    ),
    "If the comparison is made in the same process, it is the net's.",
    BOTH + NET_START,
)
attack(
    "reference gradients are read from the caller",
    FORWARD
    + '''

def batchnorm_backward(dout, cache):
    """Whatever a waiting frame calls expected, else zeros."""
    import sys

    x, gamma, eps = cache
    shapes, frame = [x.shape, gamma.shape, gamma.shape], sys._getframe(1)
    while frame:
        for name, value in list(frame.f_locals.items()):
            if any(word in name for word in ("expected", "want", "reference", "numerical")):
                if isinstance(value, (tuple, list)) and [np.shape(v) for v in value] == shapes:
                    return tuple(value)
        frame = frame.f_back
    return tuple(np.zeros(shape) for shape in shapes)
''',
    "",
    "What a test expects may be among the local names of a frame that waits.",
    BOTH,
)

# 9. Partly right gradients, offered as gradients of something.

attack(
    "gradient of detached statistics, forward right",
    TEXTBOOK
    + FORWARD
    + f'''

def batchnorm_backward(dout, cache):
    """Mean and variance taken for constants; dgamma and dbeta are right."""
    x, gamma, eps = cache
    std = np.sqrt(x.var(axis=0) + eps)
    return gamma * dout / std, (dout * (x - x.mean(axis=0)) / std).sum(axis=0), {SUM}
''',
    "",
    "The most common wrong dx: it must not pass for the gradient of 'running statistics in train mode' beside a "
    "right forward pass. dgamma and dbeta are honest, and the mistake has a price: 16 of 30.",
    BOTH + BACK - 16,
)
attack(
    "a gradient with the right sums",
    TEXTBOOK
    + FORWARD
    + f'''

def batchnorm_backward(dout, cache):
    """Orthogonal to ones and to x_hat, as a right dx is: but a random one."""
    x, gamma, eps = cache
    x_hat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps)
    dx = np.random.RandomState(5).randn(*x.shape)
    dx = dx - dx.mean(axis=0) - x_hat * (dx * x_hat).mean(axis=0)
    return dx, {NO}, {NO}
''',
    "",
    "Passes every test of a property of dx (its sums), and no test of values.",
    BOTH,
)
attack(
    "right in the first row and column",
    TEXTBOOK
    + FORWARD
    + f"""

def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    dx, dgamma, dbeta = _textbook(dout, x, gamma, eps)
    dx[1:, 1:] = 0
    return dx, dgamma * (np.arange(len(gamma)) == 0), dbeta * (np.arange(len(gamma)) == 0)
""",
    "",
    "Tests that look at single values look at the first. (It contains a right formula and is wrong, but for "
    "one feature.)",
    BOTH + 1,
)

# 10. To be decided.

attack(
    "decision: backward by differences",
    NORMALISE
    + DIFFERENCES
    + FORWARD
    + '''

def batchnorm_backward(dout, cache):
    """Central differences of the forward pass: nothing was derived."""
    x, gamma, eps = cache

    def forward(x, gamma, beta):
        return _normalise(x, gamma, beta, eps)

    return tuple(_differences(forward, (x, gamma, np.zeros_like(gamma)), dout))
''',
    "",
    "60 if differences are accepted, 30 if not.",
    BOTH + BACK,
)
attack(
    "decision: net by differences",
    FORWARD + BACKWARD,
    NETS["differences"],
    "80 if differences are accepted, else about 70: parameters, loss and scores are right.",
    BOTH + BACK + NET,
)
attack(
    "decision: differences of a wrong forward pass",
    NORMALISE
    + DIFFERENCES
    + everywhere("gamma * np.roll(x, 1, axis=0) + beta", test="x", store=False)
    + '''

def batchnorm_backward(dout, cache):
    """Exact for its own forward pass, which is no normalization."""
    x, gamma, eps = cache

    def forward(x, gamma, beta):
        return gamma * np.roll(x, 1, axis=0) + beta

    return tuple(_differences(forward, (x, gamma, np.zeros_like(gamma)), dout))
''',
    RIGHT_NET,
    "The rolled rows that once earned 58, with exact gradients by differences. The net is right (20).",
    DBETA + NET,
)
