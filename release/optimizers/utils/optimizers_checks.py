"""What the visible checks of the update rules share: a rule of yours, called and compared."""

import copy

import numpy as np

from nndl import optim

STATE = {
    "sgd_momentum": ["velocity"],
    "sgd_nesterov_momentum": ["velocity"],
    "adagrad": ["cache"],
    "rmsprop": ["cache"],
    "adam": ["m", "v", "t"],
}
W, DW = np.array([10.0, -4.0]), np.array([4.0, -2.0])


def step(rule, w, dw, config=None):
    """What your rule, called by its name, returns for a copy of w: the new w, and config."""
    w, dw = np.array(w, dtype=float), np.array(dw, dtype=float)
    before = dw.copy()
    returned = getattr(optim, rule)(w, dw, config)
    assert isinstance(returned, (tuple, list)) and len(returned) == 2, (
        f"{rule} should return two things, `return w, config`; yours returned "
        f"{len(returned) if isinstance(returned, (tuple, list)) else type(returned).__name__}"
    )
    w, config = returned
    assert isinstance(config, dict), (
        f"the second thing that {rule} returns should be the dict config; yours is of type "
        f"{type(config).__name__}"
    )
    assert np.shape(w) == dw.shape, f"the new w has shape {np.shape(w)}, but w had {dw.shape}"
    assert np.array_equal(dw, before), f"{rule} should leave dw as it is, and changed it"
    return np.array(w), config


def walk(rule, w, gradients, config=None):
    """Several steps, each with the config that the one before returned: every w, and config."""
    path, config = [np.array(w, dtype=float)], copy.deepcopy(config)
    for dw in gradients:
        w, config = step(rule, path[-1], dw, config)
        path.append(w)
    return np.array(path), config


def assert_close(got, expected, message, told=""):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape, f"{message} of shape {got.shape}, not {expected.shape}"
    assert np.allclose(got, expected, rtol=1e-5, atol=1e-7), (
        f"{message} {shown(got)}, not {shown(expected)}{told}"
    )


def shown(values):
    """Numbers as text, to five significant digits."""
    return np.array2string(np.asarray(values), precision=5, separator=", ").replace("\n", "")


def assert_kept(config, key, expected, message, meanings=None):
    """The next step should find this under the key; the meanings are of its last number."""
    assert key in config, (
        f"there is no config[{key!r}] after a step: what the next step is to find must be stored "
        "there, under this name"
    )
    told = meaning(np.ravel(config[key])[-1], meanings or {})
    assert_close(config[key], expected, f"{message} config[{key!r}] is", told)


def meaning(got, meanings):
    """What a number that is not the right one may come from: the words of the first that fits."""
    for value, words in meanings.items():
        if np.allclose(got, value, rtol=1e-3, equal_nan=True):
            return f": {words}"
    return ""


def assert_state_belongs_to_config(rule):
    """What holds for every rule: config keeps what it is told, and all state is in it."""
    path, config = walk(rule, W, [DW, DW, DW], {"learning_rate": 0.25})
    message = "after three steps config['learning_rate'] should be what it was; it is"
    assert_close(config.get("learning_rate", np.nan), 0.25, message)
    missing = [key for key in STATE[rule] if key not in config]
    assert not missing, f"config lacks {', '.join(missing)} after three steps: return it in there"

    w, other, config, other_config = W, np.ones((2, 3)), {"learning_rate": 0.25}, None
    for _ in range(3):
        w, config = step(rule, w, DW, config)
        other, other_config = step(rule, other, np.full((2, 3), -7.0), other_config)
    message = "with another parameter updated in between w should become "
    message += "what it becomes alone: it is"
    assert_close(w, path[-1], message)

    with np.errstate(all="ignore"):
        path, _ = walk(rule, W, [np.zeros(2)] * 2)
    told = meaning(path[-1, 0], {np.nan: "0 / 0 is no number; is epsilon in the divisor?"})
    assert_close(path[-1], W, "after two steps with dw = 0 from the start w is", told)
