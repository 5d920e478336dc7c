"""Right work, written in ways nobody wrote it: the reference, changed at random, keeps full marks.

    python tests/autograder/right_work.py [combinations [seeds [first]]]

Each combination takes the reference and changes how results are contained, what a cache is, how
arrays lie in memory, in which precision is computed, where state is kept, what helpers there are,
what is printed, and what runs beside; never what is computed. It is graded on some of the 50 seeds
of `autograder validate --thorough`, all of them if so many are asked for. A number is one
combination, always the same: what loses marks is printed with it, and `first` begins there.
"""

import os
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from autograder.authoring.prove import SEEDS
from autograder.course.config import Course
from autograder.grading.grader import Grader
from autograder.intake.modules import Staged

ROOT = Path(__file__).parents[2]

# Each part of the work -> the ways to do it; the first is the reference's own.
RESULTS = {
    "a tuple": "lambda *parts: parts",
    "a list": "lambda *parts: list(parts)",
    "a namedtuple": "lambda *parts: _Pair(*parts) if len(parts) == 2 else _Three(*parts)",
    "a generator": "lambda *parts: (part for part in parts)",
    "a map": "lambda *parts: map(lambda part: part, parts)",
    "a zip's columns": "lambda *parts: next(zip(*([part] for part in parts)))",
    "an iterator": "lambda *parts: iter(parts)",
    "a dict's values": "lambda *parts: dict(enumerate(parts)).values()",
    "a deque": "lambda *parts: collections.deque(parts)",
    "an object array": "_object_array",
}
ARRAYS = {
    "as computed": "lambda a: a",
    "in Fortran order": "np.asfortranarray",
    "a view with strides": "lambda a: np.stack([a, a], axis=-1)[..., 0]",
    "a view backwards": "lambda a: np.array(a)[::-1].copy()[::-1]",
    "a transposed copy": "lambda a: np.array(a).T.copy().T",
    "an array of a list": "lambda a: np.asarray(np.asarray(a).tolist())",
    "nested lists": "lambda a: np.asarray(a).tolist()",
    "a list of rows": "lambda a: list(np.asarray(a))",
    "a tuple of lists": "lambda a: tuple(np.asarray(a).tolist())",
    "objects": "lambda a: np.asarray(a).astype(object)",
    "masked": "lambda a: np.ma.masked_array(a)",
    "a matrix": "lambda a: np.matrix(a) if np.ndim(a) == 2 else a",
    "a subclass": "lambda a: np.asarray(a).view(_Tagged)",
    "read-only": "_read_only",
    "big-endian": "lambda a: np.asarray(a, '>f8')",
    "float32": "lambda a: np.asarray(a, np.float32)",
    "longdouble": "lambda a: np.asarray(a, np.longdouble)",
}
CACHES = {
    "a tuple": ("lambda c, p: c", "lambda c: c"),
    "a list": ("lambda c, p: list(c)", "lambda c: c"),
    "a dict": ("lambda c, p: dict(zip('abc', c))", "lambda c: (c['a'], c['b'], c['c'])"),
    "an object": ("lambda c, p: types.SimpleNamespace(c=c)", "lambda c: c.c"),
    "a closure": ("lambda c, p: lambda: c", "lambda c: c()"),
    "a namedtuple": ("lambda c, p: _Three(*c)", "lambda c: (c.a, c.b, c.c)"),
    "a dataclass": ("lambda c, p: _Cache(c)", "lambda c: c.c"),
    "a dict with attributes": ("lambda c, p: _Nodes(c=c)", "lambda c: c.c"),
    "an object of any attribute": ("lambda c, p: _Anything(c)", "lambda c: c.whatever"),
    "an array with attributes": ("_tag", "lambda c: c.tag"),
    "one array": ("lambda c, p: np.vstack(c)", "lambda c: (c[:-2], c[-2], c[-1])"),
    "an object array": ("lambda c, p: _object_array(*c)", "tuple"),
    "lists of numbers": (
        "lambda c, p: [np.asarray(part).tolist() for part in c]",
        "lambda c: tuple(map(np.asarray, c))",
    ),
    "one list": ("lambda c, p: np.vstack(c).tolist()", "_halves"),
    "bn_param": ("_in_bn_param", "lambda c: c[('cache',)]"),
    "bn_param, by an Enum": ("_by_enum", "lambda c: c[_Key.CACHE]"),
    "a name": ("_named", "lambda c: _caches[c]"),
    "a number": ("lambda c, p: _caches.setdefault(len(_caches), c) is c and len(_caches) - 1",
                 "lambda c: _caches[c]"),
    "in a class": ("_keep_in_class", "lambda c: c.kept"),
}  # fmt: skip
STATES = {
    "in bn_param": "",
    "by bn_param's id": "_states[id(bn_param)] = _given(bn_param)",
    "a count by bn_param's id": "_check_count(bn_param)",
    "under keys of a text Enum": (
        "bn_param.update({_Name(k): v for k, v in _given(bn_param).items()})"
    ),
    "as lists": "bn_param.update({k: list(v) for k, v in _given(bn_param).items()})",
    "as subclasses": "bn_param.update({k: _tag([v], 0) for k, v in _given(bn_param).items()})",
    "as read-only arrays": (
        "bn_param.update({k: _read_only(v) for k, v in _given(bn_param).items()})"
    ),
    "as float32": "bn_param.update({k: np.float32(v) for k, v in _given(bn_param).items()})",
    "beside odd keys": "bn_param.update({(1, 2): {}, None: 1, 3: 4, b'k': {}, _Key.CACHE: 1})",
}  # fmt: skip
PRECISION = {
    "as given": "lambda a: a",
    "float32": "np.float32",
    "float64": "np.float64",
    "longdouble": "np.longdouble",
    "copies": "np.array",
    "Fortran order": "np.asfortranarray",
    "through a list": "lambda a: np.asarray(np.asarray(a).tolist())",
    "through bytes": "lambda a: np.frombuffer(np.asarray(a, float).tobytes()).reshape(np.shape(a))",
    "read-only": "lambda a: _read_only(np.array(a))",
}
SAYS = {
    "nothing": "pass",
    "prints": "print('forward', x if 'x' in dir() else '')",
    "prints to stderr": "print('oh', file=sys.stderr)",
    "logs": "logging.warning('odd')",
    "logs to a file": "_logger().warning('odd')",
    "warns": "warnings.warn('odd', RuntimeWarning, stacklevel=2)",
    "warns as numpy does": "np.array([1.0]) / 0",
    "prints without an end": "sys.stdout.write('x' * 5000)",
    "swallows what is printed": "sys.stdout = io.StringIO()",
}
BESIDE = {
    "nothing": "pass",
    "threads": "_with(concurrent.futures.ThreadPoolExecutor(4))",
    "a thread": "_in_a_thread()",
    "processes": "_with(concurrent.futures.ProcessPoolExecutor(1))",
    "fork": "_with(multiprocessing.get_context('fork').Pool(2))",
    "spawn": "_with(multiprocessing.get_context('spawn').Pool(1))",
    "forkserver": "_with(multiprocessing.get_context('forkserver').Pool(1))",
    "a program": "subprocess.run([sys.executable, '-c', 'import numpy'], check=True)",
    "a temporary file": "_through_a_file(tempfile.mktemp())",
    "a file beside": "_through_a_file('out.npy')",
    "a file in nndl": "_through_a_file(os.path.join(os.path.dirname(__file__), 'out.npy'))",
    "own text again": "open(__file__, 'a').close()",
    "random numbers": "np.random.seed(0), random.seed(0), np.random.rand(3)",
    "numpy's settings": "np.seterr(all='ignore'), np.set_printoptions(precision=2)",
    "signals": "signal.signal(signal.SIGALRM, signal.SIG_IGN)",
    "recursion": "sys.setrecursionlimit(5000)",
    "another folder": "os.chdir(tempfile.mkdtemp())",
    "collecting": "gc.collect()",
}
IMPORT = {
    "nothing": "",
    "a training run": (
        "for _x in np.random.randn(50, 9, 3):\n    _forward(_x, 1, 0, {'mode': 'train'})"
    ),
    "a try": "if __name__ == '__main__':\n    raise SystemExit",
    "prints": "print('imported ' * 99)",
    "the future": "import numpy.ma, fractions, decimal",
    "a file": "np.save('weights.npy', np.ones(3))",
    "a fork": (
        "if not multiprocessing.current_process().daemon:\n"
        "    with multiprocessing.get_context('fork').Pool(1) as _pool:\n"
        "        _pool.map(abs, [1])"
    ),
    "the given code": "from utils.gradient_check import eval_numerical_gradient_array",
}  # fmt: skip
HELPERS = {
    "none": (None, ""),
    "plain": ("nndl/helpers.py", "from .helpers import same"),
    "by its whole name": ("nndl/helpers.py", "from nndl.helpers import same"),
    "in a folder": ("nndl/tools/maths.py", "from .tools.maths import same"),
    "two folders down": ("nndl/tools/more/maths.py", "from .tools.more.maths import same"),
    "of a name with an umlaut": ("nndl/gr\u00f6\u00dfe.py", "from .gr\u00f6\u00dfe import same"),
    "of a name as a Mac writes it": (
        "nndl/gro\u0308\u00dfe.py", "from .gr\u00f6\u00dfe import same"),
    "in a folder of such a name": (
        "nndl/h\u00e4lfer/b\u00e9ta.py", "from .h\u00e4lfer.b\u00e9ta import same"),
    "of a Greek name": ("nndl/\u03b3.py", "from .\u03b3 import same"),
}  # fmt: skip
ERRORS = {
    "a ValueError": "ValueError",
    "one's own": "_ModeError",
    "numpy's": "np.linalg.LinAlgError",
}
LOSSES = {
    "a float": "float",
    "float32": "np.float32",
    "an array": "np.asarray",
    "an array of one": "lambda a: np.array([a])",
    "a list of one": "lambda a: [float(a)]",
    "a fraction": "lambda a: __import__('fractions').Fraction(float(a))",
    "a decimal": "lambda a: __import__('decimal').Decimal(float(a))",
    "an object": "lambda a: np.array(a, object)",
}
DICTS = {
    "a dict": "dict",
    "ordered": "collections.OrderedDict",
    "with defaults": "lambda d: collections.defaultdict(list, d)",
    "a class": "type('Dict', (dict,), {})",
    "a chain": "lambda d: collections.ChainMap({}, d)",
    "under a text Enum": "_under_enum",
}
CALLS = {"by place": "a, gamma, beta, bn_param",
         "by name": "x=a, gamma=gamma, beta=beta, bn_param=bn_param",
         "unpacked": "*(a, gamma), **{'bn_param': bn_param, 'beta': beta}"}  # fmt: skip

COMMON = """
import collections, concurrent.futures, dataclasses, enum, gc, io, logging, multiprocessing, os
import random, signal, subprocess, sys, tempfile, threading, types, warnings
import numpy as np


class _Pair(collections.namedtuple('_Pair', 'out cache')):
    pass


_Three = collections.namedtuple('_Three', 'a b c')


def _object_array(*parts):
    array = np.empty(len(parts), object)
    for place, part in enumerate(parts):
        array[place] = part
    return array


class _Tagged(np.ndarray):
    tag = None


def _tag(cache, bn_param):
    array = np.array(cache[0]).view(_Tagged)
    array.tag = cache
    return array


def _read_only(a):
    a = np.asarray(a)
    a.flags.writeable = False
    return a


class _ModeError(ValueError):
    pass


def _under_enum(d):
    return {enum.Enum('Name', {k: k for k in d}, type=str)[k]: v for k, v in d.items()}

"""

LAYERS = """

_forward, _backward = batchnorm_forward, batchnorm_backward
_caches, _states, _counts, _did = {}, {}, {}, []
_Key = enum.Enum('_Key', 'CACHE')
_Name = enum.Enum('_Name', {k: k for k in ('running_mean', 'running_var')}, type=str)


class _Nodes(dict):
    __getattr__ = dict.__getitem__


class _Anything:
    def __init__(self, c):
        self.__dict__["_c"] = c

    def __getattr__(self, name):
        return self.__dict__["_c"]


@dataclasses.dataclass
class _Cache:
    c: tuple


class _Kept:
    pass


def _keep_in_class(cache, bn_param):
    return type('Kept', (_Kept,), {'kept': cache})


def _in_bn_param(cache, bn_param):
    bn_param[('cache',)] = cache
    return bn_param


def _by_enum(cache, bn_param):
    bn_param[_Key.CACHE] = cache
    return bn_param


def _named(cache, bn_param):
    name = f'cache {len(_caches)}'
    _caches[name] = cache
    return name


def _halves(c):
    c = np.array(c)
    return c[:-2], c[-2], c[-1]


def _given(bn_param):
    return {k: bn_param[k] for k in ('running_mean', 'running_var') if k in bn_param}


def _check_count(bn_param):
    count, same = _counts.setdefault(id(bn_param), (0, dict(bn_param)))
    assert count == bn_param.get('count', 0), 'another dict of the same id'
    bn_param['count'] = count + 1
    _counts[id(bn_param)] = count + 1, same


def _logger():
    logger = logging.getLogger('mine')
    if not logger.handlers:
        logger.addHandler(logging.FileHandler('mine.log'))
    return logger


def _one(x):
    return np.ones(x)


def _with(pool):
    with pool:
        assert list(pool.map(_one, [1]))[0][0] == 1


def _in_a_thread():
    thread = threading.Thread(target=_one, args=(1,))
    thread.start()
    thread.join()


def _through_a_file(path):
    np.save(open(path, 'wb'), np.ones(3))
    assert np.load(path).sum() == 3


def _same(a):
    return a


def _beside():
    if not _did:
        _did.append(1)
        %(beside)s


_result, _array, _precision, _helper = %(result)s, %(array)s, %(precision)s, %(helper)s
_cache, _uncache = %(cache)s, %(uncache)s


def batchnorm_forward(x, gamma, beta, bn_param):
    %(says)s
    _beside()
    if bn_param['mode'] not in ('train', 'test'):
        raise %(error)s('odd mode')
    bn_param.update(_states.get(id(bn_param), {}))
    bn_param.update({k: np.asarray(v) for k, v in _given(bn_param).items() if type(v) is list})
    x, gamma, beta = map(_precision, (x, gamma, beta))
    out, cache = _forward(x, gamma, beta, bn_param)
    %(state)s
    return _result(_array(_helper(out)), None if cache is None else _cache(cache, bn_param))


def batchnorm_backward(dout, cache):
    %(says)s
    dx, dgamma, dbeta = _backward(_precision(dout), _uncache(cache))
    return _result(_array(dx), _array(_helper(dgamma)), _array(dbeta))


%(import)s
"""

NET = """
_result, _array, _loss, _dict = %(result)s, %(array)s, %(loss)s, %(dict)s


class FullyConnectedNet(FullyConnectedNet):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.params = (%(params)s)(self.params)

    def loss(self, X, y=None):
        result = super().loss(X=X, y=y)
        if y is None:
            return _array(result)
        loss, grads = result
        return _result(_loss(loss), _dict({name: _array(grad) for name, grad in grads.items()}))
"""


def combination(number: int, reference: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The files of one submission, path -> text, and what was chosen for each part of it."""
    draw = random.Random(number)

    def choose(part, ways):
        # Every way stands beside the reference's own as well as beside others.
        names = list(ways)
        own.add(names[0])
        chosen[part] = draw.choice(names) if draw.random() < share else names[0]
        return ways[chosen[part]]

    chosen, own, share = {}, set(), draw.choice([0.2, 0.5, 1])
    cache, uncache = choose("cache", CACHES)
    path, import_helper = choose("helper", HELPERS)
    text = LAYERS % {
        "cache": cache,
        "uncache": uncache,
        "result": choose("result", RESULTS),
        "array": choose("array", ARRAYS),
        "precision": choose("precision", PRECISION),
        "state": choose("state", STATES) or "pass",
        "says": choose("says", SAYS),
        "beside": choose("beside", BESIDE),
        "import": choose("import", IMPORT),
        "error": choose("error", ERRORS),
        "helper": "same" if path else "_same",
    }
    files = dict(reference)
    files["nndl/layers.py"] += f"{COMMON}{import_helper}{text}"
    if path:
        files[path] = "def same(a):\n    return a\n"
    helpers = files["nndl/layer_utils.py"]
    helpers = helpers.replace("from .layers", "import numpy as np\n\nfrom .layers", 1)
    for line, names in (
        ("    a_norm, bn_cache = batchnorm_forward(a, gamma, beta, bn_param)\n", ["a_norm"]),
        ("    da, dgamma, dbeta = batchnorm_backward(da_norm, bn_cache)\n",
         ["da", "dgamma", "dbeta"]),
    ):  # fmt: skip
        assert line in helpers
        plain = "".join(f"    {name} = np.asarray({name}, dtype=float)\n" for name in names)
        helpers = helpers.replace(line, line + plain)
    files["nndl/layer_utils.py"] = helpers.replace(
        "(a, gamma, beta, bn_param)", f"({choose('call', CALLS)})"
    )
    if draw.random() < share:
        files["nndl/fc_net.py"] += COMMON + NET % {
            "result": choose("net's result", RESULTS),
            "array": choose("net's arrays", ARRAYS),
            "loss": choose("loss", LOSSES),
            "dict": choose("grads", DICTS),
            "params": choose("params", DICTS),
        }
    return files, {part: chosen[part] for part in chosen if chosen[part] not in own}


def failures(grader: Grader, number: int, seeds: list[int], reference: dict[str, str]) -> list[str]:
    """What a combination loses marks for, a line each: there should be none."""
    files, chosen = combination(number, reference)
    staged = Staged(str(number), {path: text.encode() for path, text in files.items()})
    failed = []
    for seed in seeds:
        with grader.open(staged) as submission:
            findings, _ = grader.tests.run(submission, seed)
        failed += [
            f"{number} {chosen}, seed {seed}: {each.result.name}: {each.result.message}"
            for each in findings
            if not each.result.passed
        ]
    return failed


def _start():
    global _grader, _reference
    _grader = Grader(Course.load(ROOT), "batchnorm", seed=0)
    _reference = {f"nndl/{path.name}": path.read_text() for path in (ROOT / "nndl").glob("*.py")}


def _failures(task):
    return failures(_grader, *task, _reference)


def main(combinations: int = 500, seeds: int = 1, first: int = 0) -> int:
    """Grade that many combinations, on that many seeds each; the exit code."""
    drawn = random.Random(first)
    tasks = [(number, drawn.sample(SEEDS, seeds)) for number in range(first, first + combinations)]
    bad = 0
    with ProcessPoolExecutor(os.cpu_count(), initializer=_start) as pool:
        for failed in pool.map(_failures, tasks):
            bad += bool(failed)
            for line in failed[:1]:
                print(line, f"(and {len(failed) - 1} more)", flush=True)
    print(f"{combinations} combinations on {seeds} seeds each: {bad} lose marks")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
