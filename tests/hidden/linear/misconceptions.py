"""The bank of wrong answers to linear: of distances and votes, of the losses, of training.

Who misunderstands the penalty, or the mean over the points, does so in one loss after another: such
a mistake is one entry, for all of the losses or for some, and has its price where the first is
written, in softmax_loss_naive.
"""

from itertools import combinations

from autograder.misconceptions import Misconception

# The grade cells.
DISTANCES, VOTE = "knn_distances", "knn_predict"
FIRST, SECOND, HINGE, TRAIN = "softmax_naive", "softmax_vectorized", "svm", "train"

# What the reference says.
TWO_LOOPS = "dists[i, j] = np.sqrt(np.sum((X[i] - self.X_train[j]) ** 2))"
ONE_LOOP = "dists[i] = np.sqrt(np.sum((self.X_train - X[i]) ** 2, axis=1))"
SQUARES = "squares = np.sum(X**2, axis=1, keepdims=True) + np.sum(self.X_train**2, axis=1)"
PRODUCTS = "squares = squares - 2 * X @ self.X_train.T"
ROOTS = "return np.sqrt(np.maximum(squares, 0))"
NEAREST = "nearest = self.y_train[np.argsort(dists, axis=1)[:, :k]]"
MOST = "return np.array([np.bincount(labels).argmax() for labels in nearest])"

PENALTY, PENALTY_BACK = "loss = 0.5 * reg * np.sum(W**2)", "dW = reg * W"  # in loops
SCORES, CLASSES = "scores = X[i] @ W", "for j in range(W.shape[1]):"
POWERS = "powers = np.exp(scores - scores.max())"
LOSES = "loss -= np.log(probs[y[i]]) / len(X)"
LOSES_BACK = "dW[:, j] += (probs[j] - (j == y[i])) * X[i] / len(X)"
MARGIN = "margin = scores[j] - scores[y[i]] + 1"
VIOLATED = "if j != y[i] and margin > 0:"
ADDED, ADDED_BACK = "loss += margin / len(X)", "dW[:, j] += X[i] / len(X)"
TAKEN_BACK = "dW[:, y[i]] -= X[i] / len(X)"
RETURN = "return loss, dW"

ALL_POWERS = "powers = np.exp(scores - scores.max(axis=1, keepdims=True))"
ALL_PROBS = "probs = powers / powers.sum(axis=1, keepdims=True)"
ALL_LOSE = "loss = -np.log(probs[rows, y]).mean() + 0.5 * reg * np.sum(W**2)"
OWN_BACK = "dscores[rows, y] -= 1"
BACK = "dW = X.T @ dscores / len(X) + reg * W"
MARGINS = "margins = np.maximum(scores - scores[rows, y][:, None] + 1, 0)"
NO_OWN = "margins[rows, y] = 0"
ALL_ADDED = "loss = margins.sum() / len(X) + 0.5 * reg * np.sum(W**2)"
ALL_TAKEN_BACK = "dscores[rows, y] = -dscores.sum(axis=1)"

ASK = "loss, dW = self.loss(X[batch], y[batch], reg)"
STEP = "self.W = self.W - learning_rate * dW"
PREDICT = "return np.argmax(X @ self.W, axis=1)"


def _some(changes, always=()):
    """Changes to some of the functions, all of which first; those named in always among them."""
    for size in range(len(changes), 0, -1):
        for chosen in combinations(changes, size):
            if {*always} <= {*chosen}:
                yield {name: changes[name] for name in chosen}


def _in_distances(name, changes, price, hint, *otherwise):
    """A mistake in some of the three ways of computing distances: way -> changes."""
    ways = [
        some
        for each in (changes, *otherwise)
        for some in _some(
            {f"knn.KNearestNeighbor.compute_distances_{way}": lines for way, lines in each.items()}
        )
    ]
    return Misconception(
        name, ways[0], (DISTANCES,), hint, also=tuple(ways[1:]), price={DISTANCES: price}
    )


def _in_vote(name, changes, price, hint, *otherwise):
    ways = [{"knn.KNearestNeighbor.predict_labels": each} for each in (changes, *otherwise)]
    return Misconception(name, ways[0], (VOTE,), hint, also=tuple(ways[1:]), price={VOTE: price})


def _in_losses(name, changes, price, hint, *otherwise, first=True):
    """A mistake in the losses: function -> changes.

    It has its price in the cell of the first loss, and nothing in the others, if it is in the
    first; else in whichever it is in.
    """
    cells = {
        "softmax_loss_naive": FIRST,
        "softmax_loss_vectorized": SECOND,
        "svm_loss_naive": HINGE,
        "svm_loss_vectorized": HINGE,
    }
    costs = tuple(dict.fromkeys(cell for name, cell in cells.items() if name in changes))
    begins = next(iter(changes))
    ways = [
        {f"linear_losses.{function}": lines for function, lines in some.items()}
        for each in (changes, *otherwise)
        for some in _some(each, [begins] if first else [])
    ]
    prices = {cell: 0 if first and cell != cells[begins] else price for cell in costs}
    return Misconception(name, ways[0], costs, hint, also=tuple(ways[1:]), price=prices)


def _in_training(name, method, changes, price, hint, *otherwise):
    function = f"linear_classifier.LinearClassifier.{method}"
    ways = [{function: each} for each in (changes, *otherwise)]
    return Misconception(name, ways[0], (TRAIN,), hint, also=tuple(ways[1:]), price={TRAIN: price})


NEIGHBOURS = [
    _in_distances(
        "root of the distance forgotten",
        {
            "two_loops": {TWO_LOOPS: "dists[i, j] = np.sum((X[i] - self.X_train[j]) ** 2)"},
            "one_loop": {ONE_LOOP: "dists[i] = np.sum((self.X_train - X[i]) ** 2, axis=1)"},
            "no_loops": {ROOTS: "return np.maximum(squares, 0)"},
        },
        3,
        "Your distances seem to be squared ones. The nearest stays the nearest, but how far apart "
        "are (0, 0) and (3, 4), and what does your function say?",
        {
            "two_loops": {TWO_LOOPS: "dists[i, j] = np.sum((X[i] - self.X_train[j]) ** 2)"},
            "one_loop": {ONE_LOOP: "dists[i] = np.sum((self.X_train - X[i]) ** 2, axis=1)"},
            "no_loops": {ROOTS: "return squares"},
        },
    ),
    _in_distances(
        "absolute differences summed up",
        {
            "two_loops": {TWO_LOOPS: "dists[i, j] = np.sum(np.abs(X[i] - self.X_train[j]))"},
            "one_loop": {ONE_LOOP: "dists[i] = np.sum(np.abs(self.X_train - X[i]), axis=1)"},
            "no_loops": {
                ROOTS: "return np.abs(X[:, None] - self.X_train).sum(axis=2)",
            },
        },
        4,
        "Your distances seem to be those of walking along the axes. Is the root taken of each "
        "square, or once? Which of the two is the length of a straight line?",
    ),
    _in_distances(
        "cross term added",
        {"no_loops": {PRODUCTS: "squares = squares + 2 * X @ self.X_train.T"}},
        2,
        "Your distances without loops seem to grow where two points are alike. Which sign has "
        "the product in the square of a difference?",
    ),
    _in_distances(
        "cross term once instead of twice",
        {"no_loops": {PRODUCTS: "squares = squares - X @ self.X_train.T"}},
        2,
        "Without loops, a point does not seem to be at distance 0 from itself. If you multiply out "
        "(a - b) times (a - b), how often does the product of a and b occur?",
    ),
    _in_distances(
        "squares of the points forgotten",
        {"no_loops": {SQUARES: "squares = np.sum(self.X_train**2, axis=1)"}},
        3,
        "Without loops, your distances seem to lack a term that is the same along a row. It "
        "changes no order of neighbours, but is it zero? How many terms has the expanded square?",
        {
            "no_loops": {
                SQUARES: "squares = np.sum(self.X_train**2, axis=1)",
                ROOTS: "return np.sqrt(squares)",
            }
        },
    ),
    _in_distances(
        "root of a negative square",
        {"no_loops": {ROOTS: "return np.sqrt(squares)"}},
        1,
        "Without loops, some of your distances seem to be nan. How small can a difference of "
        "large numbers become by rounding, and what is the root of that?",
        {
            "no_loops": {
                SQUARES: "squares = np.sum(X**2, axis=1, keepdims=True)",
                PRODUCTS: "squares = squares - 2 * X @ self.X_train.T",
                ROOTS: "return np.sqrt(squares + np.sum(self.X_train**2, axis=1))",
            }
        },
        {
            "no_loops": {
                SQUARES: "squares = np.sum(self.X_train**2, axis=1)",
                PRODUCTS: "squares = squares - 2 * X @ self.X_train.T",
                ROOTS: "return np.sqrt(squares + np.sum(X**2, axis=1, keepdims=True))",
            }
        },
        # Which squares are negative is a matter of rounding, and so of how they are summed.
        {
            "no_loops": {
                SQUARES: """
                    norms = np.linalg.norm(X, axis=1, keepdims=True)
                    squares = norms**2 + np.linalg.norm(self.X_train, axis=1) ** 2
                """,
                ROOTS: "return np.sqrt(squares)",
            }
        },
        {
            "no_loops": {
                SQUARES: """
                    squares = -2 * X @ self.X_train.T
                    squares += np.einsum("nd,nd->n", X, X)[:, None]
                """,
                PRODUCTS: 'squares += np.einsum("md,md->m", self.X_train, self.X_train)',
                ROOTS: "return np.sqrt(squares)",
            }
        },
    ),
    _in_distances(
        "rows and columns of the distances exchanged",
        {
            "two_loops": {"return dists": "return dists.T"},
            "one_loop": {"return dists": "return dists.T"},
            "no_loops": {ROOTS: "return np.sqrt(np.maximum(squares, 0)).T"},
        },
        2,
        "Your distances seem to have a row for each training point. Which points does the "
        "docstring give the rows to?",
    ),
    _in_vote(
        "k ignored",
        {NEAREST: "nearest = self.y_train[np.argsort(dists, axis=1)[:, :1]]"},
        5,
        "Whatever k is, the nearest neighbour alone seems to decide. Where does k come into your "
        "code?",
    ),
    _in_vote(
        "nearest neighbour left out",
        {NEAREST: "nearest = self.y_train[np.argsort(dists, axis=1)[:, 1 : k + 1]]"},
        3,
        "The nearest training point seems to have no vote. That would be right if it were the "
        "point itself. Is it, for an image of the test set?",
    ),
    _in_vote(
        "ties go to the nearest",
        {MOST: "return np.array([max([*labels], key=[*labels].count) for labels in nearest])"},
        1,
        "Where several labels have as many votes, yours seems to be the one that was met first. "
        "Which does the docstring ask for? In which order are your votes counted?",
    ),
    _in_vote(
        "ties go to the largest label",
        {
            MOST: """
                counts = [np.bincount(labels)[::-1] for labels in nearest]
                return np.array([len(each) - 1 - each.argmax() for each in counts])
            """
        },
        1,
        "Where several labels have as many votes, yours seems to be the largest of them. Which "
        "does the docstring ask for? Does a later label replace an earlier one with as many?",
    ),
    _in_vote(
        "labels averaged",
        {MOST: "return np.array([int(np.mean(labels)) for labels in nearest])"},
        4,
        "Your neighbours' labels seem to be averaged. Labels are names that happen to be numbers: "
        "what is between a cat and a frog?",
        {MOST: "return np.array([int(round(np.mean(labels))) for labels in nearest])"},
        {MOST: "return nearest.mean(axis=1)"},
    ),
    _in_vote(
        "ten labels hard-coded",
        {
            MOST: """
                votes = np.zeros((len(nearest), 10))
                for i, labels in enumerate(nearest):
                    for label in labels:
                        votes[i, label] += 1
                return votes.argmax(axis=1)
            """
        },
        1,
        "You seem to count votes for ten labels. CIFAR-10 has ten; what tells you how many a "
        "training set has?",
        {MOST: "return (nearest[:, :, None] == np.arange(10)).sum(axis=1).argmax(axis=1)"},
    ),
]

WITHOUT_HALF = {
    "softmax_loss_naive": {PENALTY: "loss = reg * np.sum(W**2)"},
    "softmax_loss_vectorized": {
        ALL_LOSE: "loss = -np.log(probs[rows, y]).mean() + reg * np.sum(W**2)"
    },
    "svm_loss_naive": {PENALTY: "loss = reg * np.sum(W**2)"},
    "svm_loss_vectorized": {ALL_ADDED: "loss = margins.sum() / len(X) + reg * np.sum(W**2)"},
}
_TWICE = {BACK: "dW = X.T @ dscores / len(X) + 2 * reg * W"}
WITHOUT_HALF_AND_TWICE = {
    name: lines | ({PENALTY_BACK: "dW = 2 * reg * W"} if name.endswith("naive") else _TWICE)
    for name, lines in WITHOUT_HALF.items()
}
_IN_LOOPS = {PENALTY: "loss = 0.0", PENALTY_BACK: "dW = np.zeros_like(W)"}
_NO_PENALTY_BACK = {BACK: "dW = X.T @ dscores / len(X)"}
WITHOUT_PENALTY = {
    "softmax_loss_naive": _IN_LOOPS,
    "softmax_loss_vectorized": {
        ALL_LOSE: "loss = -np.log(probs[rows, y]).mean()",
        **_NO_PENALTY_BACK,
    },
    "svm_loss_naive": _IN_LOOPS,
    "svm_loss_vectorized": {ALL_ADDED: "loss = margins.sum() / len(X)", **_NO_PENALTY_BACK},
}
SUMMED_LOSS = {
    "softmax_loss_naive": {LOSES: "loss -= np.log(probs[y[i]])"},
    "softmax_loss_vectorized": {
        ALL_LOSE: "loss = -np.log(probs[rows, y]).sum() + 0.5 * reg * np.sum(W**2)"
    },
    "svm_loss_naive": {ADDED: "loss += margin"},
    "svm_loss_vectorized": {ALL_ADDED: "loss = margins.sum() + 0.5 * reg * np.sum(W**2)"},
}
SUMMED_GRADIENT = {
    "softmax_loss_naive": {LOSES_BACK: "dW[:, j] += (probs[j] - (j == y[i])) * X[i]"},
    "softmax_loss_vectorized": {BACK: "dW = X.T @ dscores + reg * W"},
    "svm_loss_naive": {ADDED_BACK: "dW[:, j] += X[i]", TAKEN_BACK: "dW[:, y[i]] -= X[i]"},
    "svm_loss_vectorized": {BACK: "dW = X.T @ dscores + reg * W"},
}
SUMMED = {name: SUMMED_LOSS[name] | SUMMED_GRADIENT[name] for name in SUMMED_LOSS}


def _but_first(changes):
    return {name: lines for name, lines in changes.items() if name != "softmax_loss_naive"}


def _other_penalty(penalty):
    """The losses with another penalty in them, whose gradient stays that of the right one."""
    return {
        "softmax_loss_naive": {PENALTY: f"loss = {penalty}"},
        "softmax_loss_vectorized": {ALL_LOSE: f"loss = -np.log(probs[rows, y]).mean() + {penalty}"},
        "svm_loss_naive": {PENALTY: f"loss = {penalty}"},
        "svm_loss_vectorized": {ALL_ADDED: f"loss = margins.sum() / len(X) + {penalty}"},
    }


HALF_HINT = (
    "Your penalty seems to be twice the one asked for, or its gradient does not belong to it. "
    "What does the derivative of a square bring down, and what is the half there for?"
)
PENALTY_HINT = (
    "Your loss and gradient seem to be the same whatever reg is. What is added to the mean over "
    "the points, and what does that add to the gradient?"
)
MEAN_HINT = (
    "Your loss or your gradient seems to grow with the number of points. How large should the "
    "first loss be with ten points, and how large with a thousand?"
)

PENALTIES = [
    _in_losses("penalty without the half", WITHOUT_HALF, 1, HALF_HINT, WITHOUT_HALF_AND_TWICE),
    _in_losses(
        "penalty without the half in a later loss",
        _but_first(WITHOUT_HALF),
        1,
        HALF_HINT + " Compare this loss with the first one you wrote.",
        _but_first(WITHOUT_HALF_AND_TWICE),
        first=False,
    ),
    _in_losses("penalty left out", WITHOUT_PENALTY, 3, PENALTY_HINT),
    _in_losses(
        "penalty left out of a later loss",
        _but_first(WITHOUT_PENALTY),
        2,
        PENALTY_HINT + " Compare this loss with the first one you wrote.",
        first=False,
    ),
    _in_losses(
        "penalty missing from the gradient",
        {
            name: {PENALTY_BACK: "dW = np.zeros_like(W)"}
            if name.endswith("naive")
            else _NO_PENALTY_BACK
            for name in WITHOUT_PENALTY
        },
        2,
        "Your loss has the penalty, but your gradient does not seem to know of it. Which weight "
        "would the penalty alone make smaller, and how fast?",
    ),
    _in_losses(
        "gradient of the penalty from the gradient",
        {
            name: {PENALTY_BACK: "dW = np.zeros_like(W)", RETURN: "return loss, dW + reg * dW"}
            if name.endswith("naive")
            else {RETURN: "return loss, dW + reg * (dW - reg * W) - reg * W"}
            for name in WITHOUT_PENALTY
        },
        2,
        "What the penalty adds to your gradient seems to be a multiple of the gradient itself. "
        "What is the penalty a function of, and so its derivative?",
    ),
    _in_losses(
        "norm of the weights instead of its square",
        _other_penalty("0.5 * reg * np.sqrt(np.sum(W**2))"),
        2,
        "Your penalty seems to grow with the weights, not with their squares. If all weights "
        "double, what should become of the penalty?",
        _other_penalty("reg * np.sqrt(np.sum(W**2))"),
    ),
    _in_losses(
        "square of the sum of the weights",
        _other_penalty("0.5 * reg * np.sum(W) ** 2"),
        2,
        "Your penalty seems to be the square of a sum. What is it for the weights 1 and -1, and "
        "are these weights small?",
        _other_penalty("reg * np.sum(W) ** 2"),
    ),
    _in_losses("not averaged over the points", SUMMED, 3, MEAN_HINT, SUMMED_LOSS, SUMMED_GRADIENT),
    _in_losses(
        "not averaged over the points in a later loss",
        _but_first(SUMMED),
        2,
        MEAN_HINT + " Compare this loss with the first one you wrote.",
        _but_first(SUMMED_LOSS),
        _but_first(SUMMED_GRADIENT),
        first=False,
    ),
]

_SCORES_OF = "scores = np.array([X[i] @ W[:, j] for j in range({})])"


def _counted(classes):
    """The losses with another number of classes, ways to write it."""
    one_hot = {
        """
            dscores = probs
            dscores[rows, y] -= 1
        """: f"dscores = probs - np.eye({classes})[y]"
    }
    loop = {CLASSES: f"for j in range({classes}):"}
    rest = {"softmax_loss_vectorized": one_hot, "svm_loss_naive": loop}
    return (
        {"softmax_loss_naive": loop, **rest},
        {"softmax_loss_naive": loop | {SCORES: _SCORES_OF.format(classes)}, **rest},
    )


TEN, PRESENT = _counted("10"), _counted("y.max() + 1")

LOSSES = [
    _in_losses(
        "ten classes hard-coded",
        TEN[0],
        1,
        "Your loss seems to count on ten classes. Which of the arguments knows how many there are?",
        TEN[1],
    ),
    _in_losses(
        "classes counted by the labels",
        PRESENT[0],
        1,
        "Your number of classes seems to come from the labels of the minibatch. What if no ship is "
        "among these points? Which of the arguments always knows how many classes there are?",
        PRESENT[1],
    ),
    _in_losses(
        "scores not shifted",
        {
            "softmax_loss_naive": {POWERS: "powers = np.exp(scores)"},
            "softmax_loss_vectorized": {ALL_POWERS: "powers = np.exp(scores)"},
        },
        2,
        "Your loss seems to be nan or infinite where scores are large. What is exp(1000) in a "
        "computer? And which change to all scores of a point changes no probability?",
        {
            "softmax_loss_naive": {
                POWERS: "powers = np.exp(scores)",
                LOSES: "loss += (np.log(powers.sum()) - scores[y[i]]) / len(X)",
            },
            "softmax_loss_vectorized": {
                ALL_POWERS: "powers = np.exp(scores)",
                ALL_LOSE: """
                    loss = np.mean(np.log(powers.sum(axis=1)) - scores[rows, y])
                    loss += 0.5 * reg * np.sum(W**2)
                """,
            },
        },
    ),
    _in_losses(
        "one shift for all points",
        {"softmax_loss_vectorized": {ALL_POWERS: "powers = np.exp(scores - scores.max())"}},
        2,
        "You seem to take the largest score of all points from every score. What is left, of a "
        "point whose scores are 2000 lower than that?",
    ),
    _in_losses(
        "own class not subtracted in the gradient",
        {
            "softmax_loss_naive": {LOSES_BACK: "dW[:, j] += probs[j] * X[i] / len(X)"},
            "softmax_loss_vectorized": {OWN_BACK: ""},
        },
        5,
        "By your gradient, all scores of a point seem to be too high, the one of its own class, "
        "too. Which way should that one go, and which term of the loss says so?",
    ),
    _in_losses(
        "probability instead of its logarithm",
        {
            "softmax_loss_naive": {LOSES: "loss -= probs[y[i]] / len(X)"},
            "softmax_loss_vectorized": {
                ALL_LOSE: "loss = -probs[rows, y].mean() + 0.5 * reg * np.sum(W**2)"
            },
        },
        5,
        "Your loss seems to be made of probabilities as they are. What should be lost where the "
        "right class gets next to no probability? How large is yours there?",
        {
            "softmax_loss_naive": {LOSES: "loss += (1 - probs[y[i]]) / len(X)"},
            "softmax_loss_vectorized": {
                ALL_LOSE: "loss = 1 - probs[rows, y].mean() + 0.5 * reg * np.sum(W**2)"
            },
        },
    ),
    _in_losses(
        "probabilities sum to 1 over the points",
        {
            "softmax_loss_vectorized": {
                ALL_PROBS: "probs = powers / powers.sum(axis=0, keepdims=True)"
            }
        },
        5,
        "Your probabilities seem to sum to 1 down the columns. Which numbers compete with each "
        "other: the scores of one point, or those of one class?",
        {
            "softmax_loss_vectorized": {
                ALL_POWERS: "powers = np.exp(scores - scores.max(axis=0, keepdims=True))",
                ALL_PROBS: "probs = powers / powers.sum(axis=0, keepdims=True)",
            }
        },
    ),
    _in_losses(
        "margin of 1 forgotten",
        {
            "svm_loss_naive": {MARGIN: "margin = scores[j] - scores[y[i]]"},
            "svm_loss_vectorized": {
                MARGINS: "margins = np.maximum(scores - scores[rows, y][:, None], 0)"
            },
        },
        4,
        "A point seems to lose nothing as soon as its class is ahead by however little. How far "
        "ahead does the formula want it? What would weights of zero lose otherwise?",
        first=False,
    ),
    _in_losses(
        "own class counted in the hinge loss",
        {
            "svm_loss_naive": {VIOLATED: "if margin > 0:"},
            "svm_loss_vectorized": {
                ALL_ADDED: "loss = margins.sum() / len(X) + 1 + 0.5 * reg * np.sum(W**2)"
            },
        },
        3,
        "Your hinge loss seems to be too large by the same for every point. What is the margin of "
        "a point's own class to itself, and over which classes does the sum run?",
        {
            "svm_loss_naive": {VIOLATED: "if margin > 0:"},
            "svm_loss_vectorized": {NO_OWN: ""},
        },
        first=False,
    ),
    _in_losses(
        "own class missing from the gradient of the hinge loss",
        {
            "svm_loss_naive": {TAKEN_BACK: ""},
            "svm_loss_vectorized": {ALL_TAKEN_BACK: ""},
        },
        5,
        "Your gradient seems to lower the scores of wrong classes and never to raise the right "
        "one. Which two scores does a margin depend on?",
        first=False,
    ),
    _in_losses(
        "own class once in the gradient of the hinge loss",
        {
            "svm_loss_naive": {
                ADDED_BACK: "dW[:, j] += X[i] / len(X)\nviolated = True",
                TAKEN_BACK: "",
                SCORES: "scores = X[i] @ W\nviolated = False",
                CLASSES: "for j in [*range(W.shape[1]), -1]:",
                MARGIN: """
                    if j == -1:
                        dW[:, y[i]] -= violated * X[i] / len(X)
                        continue
                    margin = scores[j] - scores[y[i]] + 1
                """,
            },
            "svm_loss_vectorized": {
                ALL_TAKEN_BACK: "dscores[rows, y] = -(dscores.sum(axis=1) > 0)"
            },
        },
        4,
        "In your gradient, a point's own class seems to count once however many classes come too "
        "near. In how many of the terms of the sum does its score occur?",
        {"svm_loss_vectorized": {ALL_TAKEN_BACK: "dscores[rows, y] = -1"}},
        first=False,
    ),
    _in_losses(
        "classes that lose by more than 1 counted",
        {
            "svm_loss_naive": {VIOLATED: "if j != y[i]:"},
            "svm_loss_vectorized": {
                MARGINS: "margins = scores - scores[rows, y][:, None] + 1",
                "dscores = (margins > 0).astype(W.dtype)": "dscores = np.ones_like(margins)",
                ALL_TAKEN_BACK: "dscores[rows, y] = 1 - W.shape[1]",
            },
        },
        5,
        "A class that is far behind seems to make your loss smaller. What does the maximum in the "
        "formula make of such a class?",
        {
            "svm_loss_vectorized": {MARGINS: "margins = scores - scores[rows, y][:, None] + 1"},
        },
        first=False,
    ),
]

TRAINING = [
    _in_training(
        "uphill instead of downhill",
        "train",
        {STEP: "self.W = self.W + learning_rate * dW"},
        4,
        "Your losses seem to rise. Which way does a gradient point, and which way do you want to "
        "go?",
    ),
    _in_training(
        "learning rate hard-coded",
        "train",
        {STEP: "self.W = self.W - 1e-3 * dW"},
        2,
        "Your steps seem to be as long whatever learning_rate is. Where does it come into your "
        "code?",
    ),
    _in_training(
        "penalty not passed on",
        "train",
        {ASK: "loss, dW = self.loss(X[batch], y[batch], 0.0)"},
        2,
        "Training seems to go the same way whatever reg is. Who needs to know it?",
        {ASK: "loss, dW = self.loss(X[batch], y[batch], 1e-5)"},
    ),
    _in_training(
        "loss of the weights after the step",
        "train",
        {
            STEP: """
                self.W = self.W - learning_rate * dW
                loss, _ = self.loss(X[batch], y[batch], reg)
            """
        },
        2,
        "Your losses seem to be one step ahead. Of which weights does the docstring want the loss?",
    ),
    _in_training(
        "highest score instead of its class",
        "predict",
        {PREDICT: "return np.max(X @ self.W, axis=1)"},
        1,
        "Your predictions seem to be scores. Is it how high the highest is that was asked for, or "
        "whose it is?",
    ),
    _in_training(
        "highest point for each class",
        "predict",
        {PREDICT: "return np.argmax(X @ self.W, axis=0)"},
        1,
        "You seem to predict as many labels as there are classes. Along which axis do the classes "
        "of one point lie?",
    ),
]

BANK = [*NEIGHBOURS, *PENALTIES, *LOSSES, *TRAINING]

# What quantities are called in a sentence to a student.
_OF_A_LOSS = {
    "loss": "the loss",
    "dW": "the gradient with respect to W",
    "scores": "the scores",
    "powers": "the exponentials",
    "probs": "the probabilities",
    "dscores": "the gradient with respect to the scores",
    "margin": "the margin",
    "margins": "the margins",
    "what is returned": "what is returned",
}
WORDS = {
    **{f"linear_losses.{name}": _OF_A_LOSS for name in WITHOUT_PENALTY},
    **{
        f"knn.KNearestNeighbor.compute_distances_{way}": {
            "dists": "the distances",
            "squares": "the squared distances",
            "what is returned": "the distances",
        }
        for way in ("two_loops", "one_loop", "no_loops")
    },
    "knn.KNearestNeighbor.predict_labels": {
        "nearest": "the labels of the nearest",
        "what is returned": "the labels that win",
    },
    "linear_classifier.LinearClassifier.predict": {"what is returned": "the predicted labels"},
}
