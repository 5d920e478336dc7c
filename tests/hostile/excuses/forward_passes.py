"""Forward passes that are wrong in ways no list of plausible mistakes names, with backward passes and nets.

A name tells what to expect: family/number what it does | running ... | test ... | backward ... | net ...
"backward exact" is the gradient of the submission's own forward pass; what a pass remembers, draws or
decides when it is called ("state") counts as a constant of that call.
"""

import random

from .blocks import DIFFERENCES, NETS, NORMALISE, TEXTBOOK

LAYERS = '''{imports}{helpers}

def _state(x, gamma, beta, bn_param):
    """What a pass depends on besides x, gamma, beta and eps: settled when it is called."""
{state}


def _output(x, gamma, beta, eps, state):
    """What train mode returns: {what}."""
{output}


def batchnorm_forward(x, gamma, beta, bn_param):
    """Train mode as in _output; running statistics: {running_name}; test mode: {test_name}."""
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        state = _state(x, gamma, beta, bn_param)
        out = _output(x, gamma, beta, eps, state)
{running}
        return out, (x, gamma, beta, eps, state)
    if mode == "test":
{test}
    raise ValueError(f"unknown mode {{mode!r}}")


def batchnorm_backward(dout, cache):
    """{backward_name}."""
    x, gamma, beta, eps, state = cache
{backward}
'''

RIGHT = "_normalise(x, gamma, beta, eps)"
TEXTBOOK_BACKWARD = "return _textbook(dout, x, gamma, eps)"
EXACT_BACKWARD = """def forward(x, gamma, beta):
    return _output(x, gamma, beta, eps, state)

return tuple(_differences(forward, (x, gamma, beta), dout))"""

NO = "np.zeros_like(gamma)"
SUM = "dout.sum(axis=0)"

# Trivial functions of x, gamma and beta, each with its gradient.
TRIVIAL = {
    "gamma * x + beta": f"dout * gamma, (dout * x).sum(axis=0), {SUM}",
    "gamma * x": f"dout * gamma, (dout * x).sum(axis=0), {NO}",
    "x + beta": f"dout, {NO}, {SUM}",
    "x + 0.0": f"dout, {NO}, {NO}",
    "np.zeros_like(x)": f"np.zeros_like(x), {NO}, {NO}",
    "np.ones_like(x)": f"np.zeros_like(x), {NO}, {NO}",
    "np.zeros_like(x) + beta": f"np.zeros_like(x), {NO}, {SUM}",
    "np.zeros_like(x) + gamma": f"np.zeros_like(x), {SUM}, {NO}",
    "np.zeros_like(x) + gamma + beta": f"np.zeros_like(x), {SUM}, {SUM}",
    "gamma * (x - x.mean(axis=0)) + beta": (
        f"gamma * (dout - dout.mean(axis=0)), (dout * (x - x.mean(axis=0))).sum(axis=0), {SUM}"
    ),
}

RUNNING = {
    "right": """bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * x.mean(axis=0)
bn_param["running_var"] = momentum * running_var + (1 - momentum) * x.var(axis=0)""",
    "never stored": "running_mean = momentum * running_mean + (1 - momentum) * x.mean(axis=0)",
    "stored and never moved": """bn_param["running_mean"] = running_mean
bn_param["running_var"] = running_var""",
    "zero for ever": """bn_param["running_mean"] = np.zeros(x.shape[1])
bn_param["running_var"] = np.zeros(x.shape[1])""",
    "0 and 1 for ever": """bn_param["running_mean"] = np.zeros(x.shape[1])
bn_param["running_var"] = np.ones(x.shape[1])""",
    "of the last batch": """bn_param["running_mean"] = x.mean(axis=0)
bn_param["running_var"] = x.var(axis=0)""",
    "of the first batch": """bn_param.setdefault("running_mean", x.mean(axis=0))
bn_param.setdefault("running_var", x.var(axis=0))""",
    "of the first row": """bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * x[0]
bn_param["running_var"] = momentum * running_var + (1 - momentum) * np.abs(x[0])""",
    "sums": """bn_param["running_mean"] = running_mean + x.mean(axis=0)
bn_param["running_var"] = running_var + x.var(axis=0)""",
    "of the output": """bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * out.mean(axis=0)
bn_param["running_var"] = momentum * running_var + (1 - momentum) * out.var(axis=0)""",
    "gamma and beta": """bn_param["running_mean"] = beta + 0.0
bn_param["running_var"] = gamma**2""",
    "noise": """bn_param["running_mean"] = np.random.randn(x.shape[1])
bn_param["running_var"] = np.random.rand(x.shape[1])""",
    "the mean only": """bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * x.mean(axis=0)""",
    "with a weight of its own": """bn_param["running_mean"] = {w} * running_mean + {v} * x.mean(axis=0)
bn_param["running_var"] = {w} * running_var + {v} * x.var(axis=0)""",
    "swapped names": """bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * x.var(axis=0)
bn_param["running_var"] = momentum * running_var + (1 - momentum) * np.abs(x.mean(axis=0))""",
}

TEST = {
    "right": "return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None",
    "as train mode": "return _output(x, gamma, beta, eps, _state(x, gamma, beta, bn_param)), None",
    "gamma * x + beta": "return gamma * x + beta, None",
    "zeros": "return np.zeros_like(x), None",
    "beta": "return np.zeros_like(x) + beta, None",
    "its input": "return x, None",
    "centred only": "return gamma * (x - running_mean) + beta, None",
    "scaled only": "return gamma * x / np.sqrt(running_var + eps) + beta, None",
    "a fixed spread": "return gamma * (x - running_mean) / {s} + beta, None",
    "as the first row": """normed = (x - running_mean) / np.sqrt(running_var + eps)
return gamma * np.broadcast_to(normed[:1], x.shape) + beta, None""",
}

OTHER_BACKWARD = {
    "zeros": f"return np.zeros_like(x), {NO}, {NO}",
    "noise": "return np.random.randn(*x.shape), np.random.randn(*gamma.shape), np.random.randn(*gamma.shape)",
    "seeded noise": """rng = np.random.RandomState({k})
return rng.randn(*x.shape), rng.randn(*gamma.shape), rng.randn(*gamma.shape)""",
    "dout for everything": f"return dout, {SUM}, {SUM}",
    "dout minus its mean": f"return dout - dout.mean(axis=0), {SUM}, {SUM}",
    "of gamma * x + beta": f"return dout * gamma, (dout * x).sum(axis=0), {SUM}",
}


def _indented(text, width):
    return "\n".join(" " * width + line if line else "" for line in text.split("\n"))


class _Draws:
    """The random choices for one submission."""

    def __init__(self, rng):
        self.rng = rng

    def number(self, low, high):
        return f"{self.rng.uniform(low, high):.3g}"

    def whole(self, low, high):
        return self.rng.randint(low, high)

    def filled(self, text):
        """The text with {w}, {v}, {s}, {k} replaced by numbers."""
        values = {"w": self.number(0.1, 0.98), "v": self.number(0.02, 0.9)}
        values |= {"s": self.number(0.3, 9), "k": str(self.whole(0, 9999))}
        for key, value in values.items():
            text = text.replace("{" + key + "}", value)
        return text

    def condition(self):
        """A condition on x, gamma, beta and bn_param, and whether it needs a counter of calls."""
        low = self.rng.uniform(-1, 1)
        high = low + self.rng.uniform(0.4, 3)
        some = self.rng.choice(["all", "any"])
        size = self.number(0.5, 60)
        return self.rng.choice(
            [
                f"np.{some}((gamma > {low:.3g}) & (gamma < {high:.3g}))",
                f"np.{some}(np.abs(gamma - 1) > {self.number(0.01, 0.8)})",
                f"np.{some}(gamma < 0)",
                f"np.{some}(np.abs(beta) > {self.number(0, 0.5)})",
                f"np.{some}(beta != 0) and np.{some}(gamma < {high:.3g})",
                f"len(x) > {self.whole(2, 80)}",
                f"len(x) < {self.whole(4, 60)}",
                f"len(x) % {self.whole(2, 5)} == {self.whole(0, 1)}",
                f"x.shape[1] > {self.whole(1, 40)}",
                f"x.shape[1] < {self.whole(3, 16)}",
                f"x.size > {self.whole(10, 900)}",
                f"len(x) > x.shape[1] + {self.whole(0, 9)}",
                f"np.abs(x).max() > {size}",
                f"np.abs(x).max() < {size}",
                f"x.mean() > {self.number(-3, 8)}",
                f"x.var() < {self.number(0.01, 20)}",
                f"x.var(axis=0).min() < {self.number(0.01, 3)}",
                f"x.dtype == np.{self.rng.choice(['float32', 'float64'])}",
                f"{self.rng.choice(['eps', 'momentum', 'running_mean'])!r} in bn_param",
                f"{self.rng.choice(['eps', 'momentum', 'running_mean'])!r} not in bn_param",
                f"len(bn_param) == {self.whole(1, 4)}",
                f"_calls() > {self.whole(1, 30)}",
                f"_calls() % {self.whole(2, 7)} == 0",
                f"int(abs(x.flat[0]) * {self.whole(100, 9999)}) % {self.whole(2, 5)} == 0",
                "x.base is not None",
                "not x.flags.c_contiguous",
                "x[0, 0] > x[-1, -1]",
                f"np.min(x) >= {self.number(-4, 1)}",
            ]
        )


CALLS = '''

_count = [0]


def _calls():
    """How often this was asked."""
    _count[0] += 1
    return _count[0]
'''


def _region(draw):
    """Right but where a condition holds, and something trivial there."""
    there, gradient = draw.rng.choice(list(TRIVIAL.items()))
    kind = draw.rng.choice(["call", "call", "call", "elements", "columns", "rows"])
    if kind == "call":
        condition = draw.condition()
        joined = draw.rng.choice(["", "", " and ", " or "])
        if joined:
            condition = f"({condition}){joined}({draw.condition()})"
        return {
            "what": f"{there} where {condition}",
            "helpers": CALLS if "_calls" in condition else "",
            "state": f"return bool({condition})",
            "output": f"if state:\n    return {there}\nreturn {RIGHT}",
            "exact": f"if state:\n    return {gradient}\n{TEXTBOOK_BACKWARD}",
        }
    size = draw.number(0.3, 8)
    where = {
        "elements": [f"x > {size}", f"np.abs(x) < {size}", f"x < -{size}", f"np.floor(x) % 2 == 0"],
        "columns": [
            f"gamma > {draw.number(-1, 1)}",
            f"np.abs(beta) > {draw.number(0, 0.5)}",
            f"np.arange(x.shape[1]) >= {draw.whole(1, 12)}",
            f"x.std(axis=0) > {draw.number(0.5, 4)}",
        ],
        "rows": [
            f"np.arange(len(x))[:, None] >= {draw.whole(2, 20)}",
            f"np.arange(len(x))[:, None] % {draw.whole(2, 5)} == 1",
            f"x[:, :1] > {draw.number(-2, 6)}",
        ],
    }
    condition = draw.rng.choice(where[kind])
    return {
        "what": f"{there} in {kind} where {condition}",
        "output": f"return np.where({condition}, {there}, {RIGHT})",
    }


REMEMBERED = '''

_kept = {{}}


def _remembered(x):
    """The mean and variance of the {which} call with as many features, or of this one."""
    kept = _kept.get(x.shape[1])
    now = np.array([x.mean(axis=0), x.var(axis=0)])
    if kept is None or {replace}:
        _kept[x.shape[1]] = now
    return now if kept is None else kept
'''

FILED = '''

def _remembered(x):
    """The mean and variance that an earlier call, of any process, left in a file, or this one's."""
    now = np.array([x.mean(axis=0), x.var(axis=0)])
    path = {path} / f"kept-{{x.shape[1]}}.npy"
    try:
        if path.exists():
            return np.load(path)
        np.save(path, now)
    except (OSError, ValueError):
        pass
    return now
'''


def _rows(draw):
    """Rows or columns moved, statistics of other rows or of a part, values that were remembered."""
    k, rng = draw.whole(1, 5), draw.rng
    group = rng.choice(["moved", "moved", "part", "part", "part", "remembered", "remembered"])
    if group == "moved":
        how = rng.choice(
            [
                f"np.roll({{}}, {k}, axis=0)",
                f"np.roll({{}}, -{k}, axis=0)",
                f"np.roll({{}}, {k}, axis=1)",
                f"np.roll({{}}, {k})",
                "{}[::-1]",
                "{}[:, ::-1]",
                "np.sort({}, axis=0)",
                f"{{}}[np.random.RandomState({draw.whole(0, 9999)}).permutation(len(x))]",
                f"{{}}[:, np.random.RandomState({draw.whole(0, 9999)}).permutation(x.shape[1])]",
                f"np.repeat({{}}[:1], len(x), axis=0) * {draw.number(0.2, 2)}",
                "np.concatenate([{0}[1:], {0}[1:2]])",
            ]
        )
        normed = "((x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps))"
        output = rng.choice(
            [
                f"gamma * {how.format('x')} + beta",
                f"gamma * {how.format(normed)} + beta",
                how.format(RIGHT),
                f"gamma * (x - {how.format('x')}) / np.sqrt(x.var(axis=0) + eps) + beta",
                f"gamma * (x - x.mean(axis=0)) / np.sqrt({how.format('x')} ** 2 + eps) + beta",
                f"{RIGHT} + {draw.number(0.01, 2)} * {how.format(normed)}",
            ]
        )
        return {"what": output, "output": f"return {output}"}
    if group == "part":
        part = rng.choice(
            [
                f"x[:{k}]",
                f"x[-{k}:]",
                f"x[::{k + 1}]",
                "x[: (len(x) + 1) // 2]",
                "x[len(x) // 2 :]",
                f"np.sort(x, axis=0)[len(x) // {k + 2} : len(x) - len(x) // {k + 2}]",
                f"np.clip(x, -{draw.number(0.5, 5)}, {draw.number(0.5, 5)})",
                f"x[np.random.RandomState({draw.whole(0, 9999)}).randint(len(x), size={k + 1})]",
                "np.vstack([x, np.zeros_like(x[:1])])",
                f"np.vstack([x, np.full_like(x[:{k}], {draw.number(-3, 3)})])",
                "np.maximum(x, 0)",
                "np.roll(x, 1, axis=1)",
                "np.abs(x)",
                f"x**{k}",
            ]
        )
        centre = rng.choice(["part.mean(axis=0)", "np.median(part, axis=0)", "part.max(axis=0)"])
        spread = rng.choice(
            [
                "part.var(axis=0)",
                "np.mean(part**2, axis=0)",
                "np.abs(part).mean(axis=0)",
                "np.ptp(part, axis=0)",
            ]
        )
        if rng.random() < 0.2:
            return {
                "what": "each row normalised with the rows up to it",
                "output": f"""counts = np.arange(1, len(x) + 1)[:, None] + {draw.number(0, 1)}
centre = np.cumsum(x, axis=0) / counts
spread = np.cumsum((x - centre) ** 2, axis=0) / counts
return gamma * (x - centre) / np.sqrt(spread + eps) + beta""",
            }
        if rng.random() < 0.2:
            return {
                "what": "each row normalised with the other rows",
                "output": f"""others = max(len(x) - 1, 1)
centre = (x.sum(axis=0) - {draw.number(0.8, 1.2)} * x) / others
spread = ((x - centre) ** 2).mean(axis=0)
return gamma * (x - centre) / np.sqrt(spread + eps) + beta""",
            }
        return {
            "what": f"statistics of part = {part}: {centre}, {spread}",
            "output": f"part = {part}\nreturn gamma * (x - {centre}) / np.sqrt({spread} + eps) + beta",
        }
    source = rng.choice(["earlier", "earlier", "file", "global", "time", "identity"])
    used = "centre, spread = state\nreturn gamma * (x - centre) / np.sqrt(spread + eps) + beta"
    if source == "earlier":
        which, replace = rng.choice([("previous", "True"), ("first", "False")])
        share = draw.number(0, 0.9)
        return {
            "what": f"statistics of the {which} call, {share} of its own",
            "helpers": REMEMBERED.format(which=which, replace=replace),
            "state": "return _remembered(x)",
            "output": f"""centre, spread = state
centre = {share} * x.mean(axis=0) + (1 - {share}) * centre
spread = {share} * x.var(axis=0) + (1 - {share}) * spread
return gamma * (x - centre) / np.sqrt(spread + eps) + beta""",
        }
    if source == "file":
        path = rng.choice(["Path(__file__).parent", "Path(tempfile.gettempdir())"])
        return {
            "what": "statistics kept in a file",
            "imports": "import tempfile\nfrom pathlib import Path\n\n",
            "helpers": FILED.format(path=path),
            "state": "return _remembered(x)",
            "output": used.replace("spread + eps", f"spread + eps + {draw.number(0, 0.5)}"),
        }
    if source == "global":
        return {
            "what": "a global total of all rows ever seen",
            "helpers": "\n\n_total = [0.0, 0]\n",
            "state": f"""_total[0] = {draw.number(0.5, 1)} * _total[0] + x.sum()
_total[1] += x.size
return _total[0] / _total[1], x.var()""",
            "output": used,
        }
    if source == "time":
        there = rng.choice(list(TRIVIAL))
        return {
            "what": f"{there} now and then by the clock",
            "imports": "import time\n\n",
            "state": f"return int(time.time() * {draw.whole(1, 5000)}) % {draw.whole(2, 5)} == 0",
            "output": f"if state:\n    return {there}\nreturn {RIGHT}",
            "exact": f"if state:\n    return {TRIVIAL[there]}\n{TEXTBOOK_BACKWARD}",
        }
    there = rng.choice(list(TRIVIAL))
    return {
        "what": f"{there} depending on where x lies in memory",
        "state": f"return (id(x) // 16) % {draw.whole(2, 6)} == 0",
        "output": f"if state:\n    return {there}\nreturn {RIGHT}",
        "exact": f"if state:\n    return {TRIVIAL[there]}\n{TEXTBOOK_BACKWARD}",
    }


def _constants(draw):
    """Constants, the input, noise, scaled input."""
    rng, c = draw.rng, draw.number(-5, 5)
    nothing = f"return np.zeros_like(x), {NO}, {NO}"
    fixed = [
        (f"np.full_like(x, {c})", nothing),
        (f"np.zeros_like(x) + beta * {c}", f"return np.zeros_like(x), {NO}, {c} * {SUM}"),
        (f"{c} * x", f"return {c} * dout, {NO}, {NO}"),
        (f"{c} * x + beta", f"return {c} * dout, {NO}, {SUM}"),
        (f"{c} * gamma * x + beta", f"return {c} * gamma * dout, {c} * (dout * x).sum(axis=0), {SUM}"),
        (f"x + {c}", f"return dout, {NO}, {NO}"),
        (f"gamma * (x - {c}) + beta", f"return dout * gamma, (dout * (x - {c})).sum(axis=0), {SUM}"),
        (f"{c} * (x - x.mean(axis=0))", f"return {c} * (dout - dout.mean(axis=0)), {NO}, {NO}"),
        (f"np.tanh({c} * x)", None),
        (f"gamma * np.sign(x - {c}) + beta", None),
        (f"x**2 * {c}", None),
        (f"gamma * x / (np.abs(x).max() + {draw.number(0, 3)}) + beta", None),
        (f"gamma * np.maximum(x, {c}) + beta", None),
        (f"np.cumsum(x, axis=0) * {c}", None),
        (f"x.mean(axis=0) * {c} + np.zeros_like(x)", None),
        (f"x.sum() * {c} + np.zeros_like(x) + beta", None),
    ]
    noise = rng.choice(
        [
            "np.random.randn(*x.shape)",
            "np.random.rand(*x.shape)",
            f"np.random.RandomState({draw.whole(0, 9999)}).randn(*x.shape)",
            f"np.random.RandomState({draw.whole(0, 9999)}).rand(*x.shape)",
        ]
    )
    noisy = [
        ("state", nothing),
        ("gamma * state + beta", f"return np.zeros_like(x), (dout * state).sum(axis=0), {SUM}"),
        ("gamma * (state - state.mean(axis=0)) / state.std(axis=0) + beta", None),
        (f"x + {c} * state", f"return dout, {NO}, {NO}"),
        ("gamma * x * state + beta", f"return dout * gamma * state, (dout * x * state).sum(axis=0), {SUM}"),
        (f"{RIGHT} + {draw.number(0.001, 1)} * state", TEXTBOOK_BACKWARD),
        (f"{RIGHT} * (1 + {draw.number(0.001, 1)} * state)", None),
    ]
    if rng.random() < 0.35:
        output, exact = rng.choice(noisy)
        return {
            "what": f"{output} with state = {noise}",
            "state": f"return {noise}",
            "output": f"return {output}",
            "exact": exact,
        }
    output, exact = rng.choice(fixed)
    return {"what": output, "output": f"return {output}", "exact": exact}


def _running(draw):
    """A train mode that is right or nearly, with running statistics and a test mode that are not."""
    rng, c = draw.rng, draw.number(0.02, 3)
    output, exact = rng.choice(
        [
            (RIGHT, TEXTBOOK_BACKWARD),
            (RIGHT, TEXTBOOK_BACKWARD),
            (f"_normalise(x, gamma, beta, eps + {c})", f"return _textbook(dout, x, gamma, eps + {c})"),
            (f"_normalise(x, gamma, beta, {c})", f"return _textbook(dout, x, gamma, {c})"),
            (f"_normalise(x, {c} * gamma, beta, eps)", None),
            (f"_normalise(x, gamma, {c} * beta, eps)", None),
            (f"gamma * (x - {c} * x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps) + beta", None),
            (f"gamma * (x - x.mean(axis=0)) / (x.var(axis=0) + eps) ** {draw.number(0.1, 1.5)} + beta", None),
            (
                "gamma * (x - state[0]) / np.sqrt(state[1] + eps) + beta",
                f"""normed = (x - state[0]) / np.sqrt(state[1] + eps)
return dout * gamma / np.sqrt(state[1] + eps), (dout * normed).sum(axis=0), {SUM}""",
            ),
        ]
    )
    parts = {"what": output, "output": f"return {output}", "exact": exact}
    if "state" in output:
        parts["what"] = "running statistics in train mode: " + output
        parts["state"] = f"""nothing = np.zeros(x.shape[1])
return bn_param.get("running_mean", nothing), bn_param.get("running_var", nothing + {c})"""
    running = rng.choice([name for name in RUNNING if name != "right"])
    test = rng.choice(["right", "right", "as train mode", *TEST])
    return {**parts, "running": running, "test": test}


FAMILIES = {"region": _region, "rows": _rows, "constants": _constants, "running": _running}
ORDER = ["region", "rows", "constants", "region", "running", "rows", "constants", "running"]


def _submission(family, draw):
    """One submission: what its name tells after the number, and its files."""
    rng = draw.rng
    parts = {"imports": "", "helpers": "", "state": "return None", "exact": None}
    parts |= {"running": "right", "test": "right"}
    parts |= FAMILIES[family](draw)
    if family != "running":
        parts["running"] = rng.choice(["right"] * 6 + list(RUNNING))
        parts["test"] = rng.choice(["right"] * 5 + ["as train mode"] * 2 + list(TEST))
    choice = rng.random()
    if choice < 0.5:
        backward_name = "exact"
        backward = parts["exact"] or EXACT_BACKWARD
    elif choice < (0.62 if family == "constants" else 0.9):
        backward_name, backward = "textbook", TEXTBOOK_BACKWARD
    else:
        backward_name = rng.choice(list(OTHER_BACKWARD))
        backward = draw.filled(OTHER_BACKWARD[backward_name])
    net = rng.choice(["right"] * 5 + ["missing"] * 2 + list(NETS))
    text = LAYERS.format(
        imports=parts["imports"],
        helpers=NORMALISE + TEXTBOOK + DIFFERENCES + parts["helpers"],
        what=parts["what"],
        state=_indented(parts["state"], 4),
        output=_indented(parts["output"], 4),
        running_name=parts["running"],
        running=_indented(draw.filled(RUNNING[parts["running"]]), 8),
        test_name=parts["test"],
        test=_indented(draw.filled(TEST[parts["test"]]), 8),
        backward_name=backward_name,
        backward=_indented(backward, 4),
    )
    files = {"layers.py": text}
    if net != "missing":
        files["fc_net.py"] = NETS[net]
    name = (
        f"{parts['what']} | running {parts['running']} | test {parts['test']}"
        f" | backward {backward_name} | net {net}"
    )
    return name, files


def generate(count=1000, seed=0):
    """Yield (name, files) for `count` different submissions, the families by turns."""
    draw, seen = _Draws(random.Random(seed)), set()
    for number in range(count):
        family = ORDER[number % len(ORDER)]
        files = None
        while files is None or files["layers.py"] + files.get("fc_net.py", "") in seen:
            name, files = _submission(family, draw)
        seen.add(files["layers.py"] + files.get("fc_net.py", ""))
        yield f"{family}/{number:04d} {name}", files
