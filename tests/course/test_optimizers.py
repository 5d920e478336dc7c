"""The lesson on update rules: what its visible checks say, and what its notebook holds."""

import importlib.util
import inspect
import re
import tomllib
from pathlib import Path

import nbformat
import numpy as np
import pytest

from nndl import optim

ROOT = Path(__file__).parents[2]
SOURCE, RELEASE = ROOT / "source/optimizers", ROOT / "release/optimizers"
RULES = ["sgd_momentum", "sgd_nesterov_momentum", "adagrad", "rmsprop", "adam"]
VELOCITY = {"learning_rate": 0.01, "momentum": 0.9, "velocity": None}
CACHE = {"learning_rate": 0.01, "epsilon": 1e-8, "cache": None}
DEFAULTS = {
    "sgd_momentum": VELOCITY,
    "sgd_nesterov_momentum": VELOCITY,
    "adagrad": CACHE,
    "rmsprop": {**CACHE, "decay_rate": 0.99},
    "adam": {
        "learning_rate": 0.001,
        "beta1": 0.9,
        "beta2": 0.999,
        "epsilon": 1e-8,
        "m": None,
        "v": None,
        "t": 0,
    },
}
RIGHT = {
    "sgd_momentum": """
v = momentum * velocity - learning_rate * dw
w = w + v
config["velocity"] = v
""",
    "sgd_nesterov_momentum": """
v = momentum * velocity - learning_rate * dw
w = w + v + momentum * (v - velocity)
config["velocity"] = v
""",
    "adagrad": """
cache = cache + dw**2
w = w - learning_rate * dw / (np.sqrt(cache) + epsilon)
config["cache"] = cache
""",
    "rmsprop": """
cache = decay_rate * cache + (1 - decay_rate) * dw**2
w = w - learning_rate * dw / (np.sqrt(cache) + epsilon)
config["cache"] = cache
""",
    "adam": """
t = t + 1
m = beta1 * m + (1 - beta1) * dw
v = beta2 * v + (1 - beta2) * dw**2
m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
w = w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon)
config.update(m=m, v=v, t=t)
""",
}
CORRECTION = "m / (1 - beta1**t), v / (1 - beta2**t)"
UNCORRECTED = "((np.sqrt(v) + epsilon) / np.sqrt(1 - beta2**t))"
MISTAKES = [
    ("sgd_momentum", 'config["velocity"] = v', "", "three steps of sgd"),
    ("sgd_momentum", "- learning_rate", "+ learning_rate", "uphill"),
    ("sgd_momentum", "w = w + v", "w = w + v - learning_rate * dw", "made twice"),
    ("sgd_momentum", "w = w + v", "w = w + velocity", "Does it move by the new velocity"),
    ("sgd_momentum", "learning_rate * dw", "(1 - momentum) * learning_rate * dw", "1 - momentum"),
    ("sgd_momentum", "momentum * velocity", "0.9 * velocity", "0.9 whatever config says"),
    (
        "sgd_momentum",
        "- learning_rate * dw\nw = w + v",
        "- dw\nw = w + v * learning_rate",
        "without",
    ),
    (
        "sgd_momentum",
        "- learning_rate * dw\nw = w + v",
        "+ dw\nw = w - v * learning_rate",
        "rate, and uphill",
    ),
    ("sgd_momentum", 'config["velocity"] = v', 'config["v"] = v', "three steps of sgd"),
    ("sgd_momentum", "v = ", "dw *= learning_rate; v = ", "should leave dw as it is"),
    ("sgd_nesterov_momentum", "(v - velocity)", "(v - v)", "without the look-ahead"),
    ("sgd_nesterov_momentum", "(v - velocity)", "(v + velocity)", "a sign is wrong"),
    ("sgd_nesterov_momentum", "(v - velocity)", "(velocity - v)", "not the new from the old"),
    ("sgd_nesterov_momentum", "v = momentum", "velocity[:] = v = momentum", "another name"),
    ("sgd_nesterov_momentum", "(v - velocity)", "velocity", "the new velocity that w looks"),
    ("sgd_nesterov_momentum", "momentum * (v", "(v", "where is the momentum"),
    ("sgd_nesterov_momentum", 'config["velocity"] = v', "", "stored in config"),
    ("adagrad", "cache = cache + dw**2", "cache = dw**2", "this step's gradient alone"),
    ("adagrad", 'config["cache"] = cache', "", "this step's gradient alone"),
    ("adagrad", "(np.sqrt(cache) + epsilon)", "np.sqrt(cache + epsilon)", "inside the root"),
    ("adagrad", "np.sqrt(cache)", "cache", "is the root missing"),
    ("adagrad", "cache + dw**2", "cache + np.sum(dw**2)", "one sum for all entries"),
    ("adagrad", "cache + dw**2", "0.99 * cache + 0.01 * dw**2", "a running average"),
    ("adagrad", "(np.sqrt(cache) + epsilon)", "np.sqrt(cache)", "is epsilon used at all"),
    ("rmsprop", "decay_rate * cache + (1 - decay_rate)", "cache + 1.0", "Adagrad's sum"),
    (
        "rmsprop",
        "decay_rate * cache + (1 - decay_rate)",
        "(1 - decay_rate) * cache + decay_rate",
        "weights are swapped",
    ),
    ("rmsprop", "(np.sqrt(cache) + epsilon)", "np.sqrt(cache + epsilon)", "inside the root"),
    ("rmsprop", "(np.sqrt(cache) + epsilon)", "np.sqrt(cache) + epsilon", "brackets?"),
    ("rmsprop", "np.sqrt(cache)", "cache", "is the root missing"),
    ("rmsprop", "decay_rate * cache + (1 - decay_rate)", "0.99 * cache + 0.01", "whatever config"),
    ("rmsprop", 'config["cache"] = cache', "", "the average has not moved"),
    ("adam", "t = t + 1", "", "Count first"),
    ("adam", ", t=t", "", "Is the new t stored"),
    (
        "adam",
        "m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)",
        "m_hat, v_hat = m, v",
        "neith",
    ),
    ("adam", CORRECTION, "m / (1 - beta1), v / (1 - beta2)", "its power"),
    ("adam", CORRECTION, "m / (1 - beta1) ** t, v / (1 - beta2) ** t", "belongs to"),
    ("adam", "v / (1 - beta2**t)", "v", "the second moment is not corrected"),
    (
        "adam",
        "dw**2\nm_hat, v_hat = m / (1 - beta1**t), v",
        "dw\nm_hat, v_hat = m / (1 - beta1**t), v**2",
        "the squares come first",
    ),
    ("adam", "m / (1 - beta1**t)", "m", "the first moment is not corrected"),
    ("adam", "m=m, v=v", "m=m_hat, v=v_hat", "corrected moments stored"),
    ("adam", "(np.sqrt(v_hat) + epsilon)", "np.sqrt(v_hat + epsilon)", "inside the root"),
    ("adam", "t = t + 1", "t = 1", "its power, or t is 1"),
    ("adam", "m=m, v=v, ", "", "are m and v stored"),
    ("adam", "(np.sqrt(v_hat) + epsilon)", UNCORRECTED, "before the correction"),
]


def rule(lines, defaults):
    """An update rule made of these lines, which may use what is in config by its name."""
    program = compile(lines, "rule", "exec")

    def update(w, dw, config=None):
        config = {**defaults, **(config or {})}
        for key in config:
            if config[key] is None:
                config[key] = np.zeros_like(w)
        names = {**config, "w": w, "dw": dw, "config": config, "np": np}
        exec(program, names)
        return names["w"], config

    return update


def first_that_fails(name):
    """What the first visible check of a rule that fails says, or nothing."""
    for path in sorted(SOURCE.glob("tests/test_*.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        spec.loader.exec_module(module := importlib.util.module_from_spec(spec))
        for kind in vars(module).values():
            if getattr(kind, "rule", None) == name:
                return first_in(kind())
    raise LookupError(name)


def first_in(checks):
    for name, check in vars(type(checks)).items():
        if name.startswith("test_"):
            more = {}
            if "key" in inspect.signature(check).parameters:
                more = {"key": "m", "expected": [0.4, -0.2]}
            try:
                check(checks, **more)
            except AssertionError as error:
                return str(error)
    return ""


@pytest.mark.parametrize("name", RULES)
def test_right_rules_pass_with_new_arrays_and_a_new_config(monkeypatch, name):
    monkeypatch.setattr(optim, name, rule(RIGHT[name], DEFAULTS[name]))
    assert first_that_fails(name) == ""


@pytest.mark.parametrize("name", RULES)
def test_the_reference_passes(name):
    assert first_that_fails(name) == ""


@pytest.mark.parametrize(("name", "old", "new", "words"), MISTAKES)
def test_a_mistake_is_told_by_a_check(monkeypatch, name, old, new, words):
    assert old in RIGHT[name]
    monkeypatch.setattr(optim, name, rule(RIGHT[name].replace(old, new), DEFAULTS[name]))
    message = first_that_fails(name)
    assert words in message


def test_what_is_no_pair_is_said_so(monkeypatch):
    monkeypatch.setattr(optim, "adam", lambda w, dw, config=None: w)
    assert "`return w, config`; yours returned ndarray" in first_that_fails("adam")


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(SOURCE / "Update-Rules.ipynb", as_version=4)


def test_grade_cells_are_worth_what_the_exercises_are(notebook):
    exercises = tomllib.loads((SOURCE / "assignment.toml").read_text())["exercises"]
    graded = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    points = {about["grade_id"]: about["points"] for about in graded if about.get("grade")}
    assert points == {each["cells"][0]: each["points"] for each in exercises}
    rows = re.findall(r"^\| (\d) \| (.*?) \|.*\| (\d+) \|$", notebook.cells[0].source, re.M)
    told = [(title, int(points)) for _, title, points in rows]
    assert told == [(each["title"], each["points"]) for each in exercises]


def test_it_has_run_without_an_error_or_a_warning(notebook):
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    outputs = [output for cell in code for output in cell.outputs]
    assert {output.get("name") or output.output_type for output in outputs} == {
        *("stdout", "display_data", "execute_result"),
    }


def test_every_plot_is_described_and_read(notebook):
    plots = [i for i, cell in enumerate(notebook.cells) if "alt" in cell.metadata]
    drawn = [i for i, cell in enumerate(notebook.cells) if "image/png" in str(cell.get("outputs"))]
    assert plots == drawn and len(plots) == 7
    assert all(len(notebook.cells[i].metadata["alt"]) > 80 for i in plots)
    assert all(notebook.cells[i + 1].source.startswith("**What to see.**") for i in plots)


def test_the_release_has_no_solution_and_no_model_answer():
    released = nbformat.read(RELEASE / "Update-Rules.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in released.cells)
    assert "Model answer" not in text and "MARK SCHEME" not in text
    stubs = (RELEASE / "nndl/optim.py").read_text()
    assert all(f'NotImplementedError("{name} is not implemented yet")' in stubs for name in RULES)
