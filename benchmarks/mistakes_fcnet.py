"""What real students got wrong in a net's layers and in the net, and what it costs them here.

Grades the reference of `fcnet` with one of these mistakes in it after another. Writes
docs/mistakes-fcnet.md. Needs the release of fcnet; from the project's folder:

    python -m benchmarks.mistakes_fcnet
"""

from pathlib import Path

from autograder.course.config import Course
from autograder.grading.grader import Grader
from autograder.intake.modules import Staged
from autograder.judging.reference import read_library

ROOT = Path(__file__).parents[1]
ASSIGNMENT, SEED = "fcnet", 0
RESULTS = ROOT / "docs" / f"mistakes-{ASSIGNMENT}.md"
LAYERS, NET = "nndl/layers.py", "nndl/fc_net.py"

LABEL = "dx[rows, y] -= 1"
SHIFTED = "shifted = x - x.max(axis=1, keepdims=True)"
WEIGHTS = 'self.params[f"W{layer}"] = weight_scale * rng.randn'
BIASES = "np.zeros(fan_out)"
SCORES = 'scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])'
BACK = 'dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dscores, cache)'
PENALTY = "loss += 0.5 * self.reg * float(np.sum(W * W))"
PENALTY_BACK = 'grads[f"W{layer}"] += self.reg * W'
IN_INIT, IN_LOSS = (
    f"for layer in range(1, self.num_layers + 1):\n            {line}"
    for line in ("fan_in", 'W = self.params[f"W{layer}"]')
)


def _relu(scores, back):
    relu = "from .layers import relu_backward as rb, relu_forward as rf\n        "
    return {SCORES: f"{relu}{SCORES}\n        {scores}", BACK: f"{back}\n        {BACK}"}


def _but_last(lines):
    return lines.replace("range(1, self.num_layers + 1)", "range(1, self.num_layers)")


# What is wrong; how many students had it, where that was counted; the file; and old text -> new.
MISTAKES = [
    (
        "affine backward: db of shape (1, M)",
        9,
        LAYERS,
        {"sum(axis=0)\n": "sum(0, keepdims=True)\n"},
    ),
    (
        "affine forward for two dimensions only",
        None,
        LAYERS,
        {"out = x.reshape(x.shape[0], -1) @ w": "out = x @ w"},
    ),
    (
        "relu backward for two dimensions only",
        5,
        LAYERS,
        {"return dout * (x > 0)": "n, d = x.shape\n    return dout * (x > 0)"},
    ),
    ("softmax: ten classes hard-coded", 3, LAYERS, {LABEL: "dx -= np.eye(10)[y]"}),
    ("softmax: max(y) + 1 classes", 2, LAYERS, {LABEL: "dx -= np.eye(max(y) + 1)[y]"}),
    ("softmax: overflow at large scores", 24, LAYERS, {SHIFTED: "shifted = x"}),
    ("initial biases of shape (1, H)", 10, NET, {BIASES: "np.zeros((1, fan_out))"}),
    (
        "last layer without weight_scale",
        3,
        NET,
        {
            WEIGHTS: WEIGHTS.replace(
                "weight_scale", "(weight_scale if layer < len(dims) - 1 else 1)"
            )
        },
    ),
    ("parameters for one layer too few", None, NET, {IN_INIT: _but_last(IN_INIT)}),
    (
        "a net of one layer too few",
        5,
        NET,
        {"self.num_layers = len(hidden_dims) + 1": "self.num_layers = len(hidden_dims)"},
    ),
    (
        "one hidden layer fails",
        2,
        NET,
        {"self.reg = reg": "self.reg = reg\n        hidden_dims[1]"},
    ),
    ("default of weight_scale edited", 3, NET, {"weight_scale=1e-2": "weight_scale=1e-3"}),
    ("default of reg edited", None, NET, {"reg=0.0": "reg=0.1"}),
    (
        "relu on the scores",
        None,
        NET,
        _relu("scores, mask = rf(scores)", "dscores = rb(dscores, mask)"),
    ),
    ("last weights left out of the penalty", 5, NET, {IN_LOSS: _but_last(IN_LOSS)}),
    ("penalty without the half", 5, NET, {PENALTY: PENALTY.replace("0.5 * ", "")}),
    (
        "penalty without the half, and its own right gradient",
        None,
        NET,
        {
            PENALTY: PENALTY.replace("0.5 * ", ""),
            PENALTY_BACK: PENALTY_BACK.replace("self", "2 * self"),
        },
    ),
    ("no penalty", 3, NET, {PENALTY: "pass", PENALTY_BACK: "pass"}),
    (
        "reg * dW for reg * W",
        4,
        NET,
        {PENALTY_BACK: 'grads[f"W{layer}"] += self.reg * grads[f"W{layer}"]'},
    ),
    (
        "norm of W for its squares",
        4,
        NET,
        {PENALTY: PENALTY.replace("sum(W * W)", "linalg.norm(W)")},
    ),
    ("cubes of W for its squares", None, NET, {PENALTY: PENALTY.replace("W * W", "W**3")}),
    ("square of the sum of W", None, NET, {PENALTY: PENALTY.replace("sum(W * W)", "sum(W) ** 2")}),
]
HEAD = """# What real mistakes cost in fully connected nets

Written by `python -m benchmarks.mistakes_fcnet`. Each row is the reference with a mistake in it
that students made in courses like this one, many of whose own checks let it through: how many of
about 130 had it, where that was counted; the test that notices it first in each grade cell, with
what all that notice it would take there; what is lost in all; and the name that it gets.

| mistake | students | noticed by | cost | named |
|---|---|---|---|---|
"""


def row(report, what, students) -> str:
    """A line of the table."""
    noticed = []
    for cell, grade in report.grades.items():
        failed = [test.name for test in report.tests if test.grade_id == cell and not test.passed]
        if failed:
            taken = grade["max_score"] - grade["tests"]
            noticed.append(f"`{cell}`: {failed[0]} ({taken:g})")
    cost = report.max_score - report.score
    named = ", ".join(report.named) or "—"
    cells = [what, f"{students or ''}", "; ".join(noticed) or "**nothing**", f"{cost:g}", named]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    course = Course.load(ROOT)
    reference, rows = read_library(course), []
    with Grader(course, ASSIGNMENT, SEED) as grader:
        for what, students, path, changes in MISTAKES:
            text = reference[path]
            for old, new in changes.items():
                assert text.count(old) >= 1, f"{what}: {path} has no {old!r}"
                text = text.replace(old, new, 1)
            files = {name: each.encode() for name, each in {**reference, path: text}.items()}
            rows.append(row(grader.grade_staged(Staged(what, files)), what, students))
            print(rows[-1], flush=True)
    RESULTS.write_text(HEAD + "\n".join([*rows, ""]))


if __name__ == "__main__":
    main()
