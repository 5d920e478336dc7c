"""What students get wrong in update rules: the reference, with a mistake in one rule.

The functions stand apart: none is built on another, so each mistake costs one grade cell.
"""

from dataclasses import replace

from autograder.misconceptions import Misconception

# By what is not understood, see docs/authors.md. The five rules have three ideas between them: a
# state that outlives the step, the velocity and its look-ahead, and steps scaled entry by entry;
# Adam's own is the bias correction. Where epsilon stands is a convention, whatever the rule.
PRICES = {
    # Momentum, 12 points: its one idea is the velocity.
    "velocity not stored": 5,
    "momentum left out": 4,
    "SGD step beside the velocity": 3,
    "velocity subtracted": 2,
    "velocity along the gradient": 1,
    "learning rate kept out of the velocity": 2,
    "gradient weighed by 1 - momentum": 2,
    # Nesterov's, 14: that the gradient is taken ahead, and that w is moved ahead and back.
    "no look-ahead": 7,
    "earlier look-ahead not taken back": 4,
    "Nesterov's velocity not stored": 4,
    "SGD step beside Nesterov's": 3,
    "look-ahead stored as the velocity": 3,
    "learning rate kept out of Nesterov's velocity": 2,
    # Adagrad, 10: that squares add up, for each entry.
    "only the latest square": 4,
    "Adagrad's sum not stored": 3,
    "running average in Adagrad": 4,
    "Adagrad's root missing": 3,
    "Adagrad's epsilon inside the root": 1,
    "one sum for all entries": 3,
    "Adagrad's gradients not squared": 3,
    # RMSprop, 14: that the sum forgets.
    "decay ignored": 5,
    "decay the other way round": 2,
    "new squares not weighed": 2,
    "old average kept whole": 3,
    "RMSprop's average not stored": 4,
    "RMSprop's root missing": 4,
    "RMSprop's epsilon inside the root": 1,
    "RMSprop's epsilon outside the quotient": 1,
    # Adam, 30: two moments, their correction, and the step made of them.
    "no bias correction": 10,
    "only one moment corrected": 5,
    "bias correction without the power": 5,
    "power of 1 - beta": 4,
    "t not stored": 5,
    "t counted after the step": 4,
    "corrected moments stored": 5,
    "moments not stored": 6,
    "SGD step beside Adam's": 4,
    "Adam's root missing": 6,
    "Adam's epsilon inside the root": 1,
    "epsilon at the uncorrected root": 1,
}


def _in(rule, first):
    """A function that makes misconceptions about one rule, which cost its grade cell.

    Each is a mistake, too, of those who leave the config that they are given as it is, and return
    another: the reference with a copy of it made in the first line of its own.
    """

    def make(name, changes, hint, *also):
        ways = [changes, *also]
        ways += [{**way, first: f"{COPY}\n{way.get(first, first)}"} for way in ways]
        changes, *also = ({f"optim.{rule}": way} for way in ways)
        return Misconception(
            name, changes, (rule,), hint, imports={"optim": "import copy"}, also=tuple(also)
        )

    return make


COPY = "config = copy.deepcopy(config)"

# What the reference says.
VELOCITY = 'velocity = config["velocity"]'
FORGET = 'velocity *= config["momentum"]'
GAIN = 'velocity -= config["learning_rate"] * dw'
MOVE = "w += velocity"
VELOCITY_AND_MOMENTUM = 'velocity, momentum = config["velocity"], config["momentum"]'
MOVE_AHEAD = "w += velocity + momentum * (velocity - before)"
TOTAL = 'total = config["cache"]'
ADD = "total += dw**2"
SCALED_BY_TOTAL = 'w -= config["learning_rate"] * dw / (np.sqrt(total) + config["epsilon"])'
AVERAGE = 'average = config["cache"]'
DECAY = 'average *= config["decay_rate"]'
WEIGH = 'average += (1 - config["decay_rate"]) * dw**2'
SCALED_BY_AVERAGE = 'w -= config["learning_rate"] * dw / (np.sqrt(average) + config["epsilon"])'
COUNT = 'config["t"] += 1'
MOMENTS = 'm, v, t = config["m"], config["v"], config["t"]'
CORRECTED = "m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)"
STEP = 'w -= config["learning_rate"] * m_hat / (np.sqrt(v_hat) + config["epsilon"])'

# A diagnosis tries pairs of a few mistakes, the first that explain a part: the usual ones lead.
_momentum = _in("sgd_momentum", VELOCITY)
_nesterov = _in("sgd_nesterov_momentum", VELOCITY_AND_MOMENTUM)
_adagrad, _rmsprop, _adam = _in("adagrad", TOTAL), _in("rmsprop", AVERAGE), _in("adam", COUNT)

MOMENTUM = [
    _momentum(
        "velocity not stored",
        {VELOCITY: 'velocity = config["velocity"].copy()'},
        "Your velocity seems to begin at the same value in every step. A local variable ends with "
        "the call: where does the next step find what this one has gathered?",
        {
            'config.setdefault("velocity", np.zeros_like(w))': "",
            VELOCITY: 'velocity = config.get("velocity", np.zeros_like(w)).copy()',
        },
    ),
    _momentum(
        "momentum left out",
        {FORGET: ""},
        "Your velocity seems to keep all that it ever had, as a ball does without friction. Which "
        "number of the config should take a part of it away in every step?",
    ),
    _momentum(
        "SGD step beside the velocity",
        {MOVE: 'w += velocity - config["learning_rate"] * dw'},
        "The latest gradient seems to move w twice: by the velocity, and once more by itself. Is "
        "the step of plain gradient descent not part of the velocity already?",
    ),
    _momentum(
        "velocity subtracted",
        {MOVE: "w -= velocity"},
        "Your w seems to move against its velocity. Which way does the velocity point after a "
        "single gradient: uphill or downhill?",
    ),
    _momentum(
        "velocity along the gradient",
        {GAIN: 'velocity += config["learning_rate"] * dw', MOVE: "w -= velocity"},
        "From rest w goes where it should, but what you keep as velocity points uphill. What "
        "becomes of somebody else's velocity, which points downhill, if your rule goes on from it?",
    ),
    _momentum(
        "learning rate kept out of the velocity",
        {GAIN: "velocity -= dw", MOVE: 'w += config["learning_rate"] * velocity'},
        "Your velocity seems to be a sum of gradients that the learning rate multiplies later, as "
        "some frameworks have it. Compare with the docstring: what do earlier steps become when "
        "the learning rate changes?",
        {GAIN: "velocity += dw", MOVE: 'w -= config["learning_rate"] * velocity'},
    ),
    _momentum(
        "gradient weighed by 1 - momentum",
        {GAIN: 'velocity -= (1 - config["momentum"]) * config["learning_rate"] * dw'},
        "Your velocity seems to be an average of steps, so that with a momentum of 0.9 each counts "
        "a tenth. Does the docstring's velocity average, or does it add up?",
    ),
]

NESTEROV = [
    _nesterov(
        "no look-ahead",
        {MOVE_AHEAD: "w += velocity"},
        "Your rule seems to compute plain momentum. w is to be the point ahead, before the step "
        "and after it: how far ahead is it each time? And if you kept the velocity from before "
        "the step, is it still what it was when you use it?",
    ),
    _nesterov(
        "earlier look-ahead not taken back",
        {MOVE_AHEAD: "w += (1 + momentum) * velocity"},
        "Your w seems to run further ahead with every step. It was ahead of theta already when "
        "the step began: by how much, and where does that appear in your sum?",
    ),
    _nesterov(
        "Nesterov's velocity not stored",
        {
            VELOCITY_AND_MOMENTUM: """
                velocity, momentum = config["velocity"].copy(), config["momentum"]
            """
        },
        "The velocity seems to begin at the same value in every step. Which of your variables "
        "still exists when the next step begins?",
        {
            'config.setdefault("velocity", np.zeros_like(w))': "",
            VELOCITY_AND_MOMENTUM: """
                velocity = config.get("velocity", np.zeros_like(w)).copy()
                momentum = config["momentum"]
            """,
        },
    ),
    _nesterov(
        "SGD step beside Nesterov's",
        {MOVE_AHEAD: MOVE_AHEAD + ' - config["learning_rate"] * dw'},
        "The latest gradient seems to move w once more by itself, beside what it does by the "
        "velocity. How often does it stand in the formulas of the docstring?",
    ),
    _nesterov(
        "look-ahead stored as the velocity",
        {
            MOVE_AHEAD: """
                velocity *= momentum
                velocity -= config["learning_rate"] * dw
                w += velocity
            """
        },
        "Your first step is right, but what you keep as the velocity seems to be the whole way "
        "that w went. Which of the two does the next step start from: how fast theta moves, or "
        "how far w went?",
    ),
    _nesterov(
        "learning rate kept out of Nesterov's velocity",
        {
            GAIN: "velocity -= dw",
            MOVE_AHEAD: 'w += config["learning_rate"] * (momentum * velocity - dw)',
        },
        "Your velocity seems to be a sum of gradients that the learning rate multiplies later, as "
        "some frameworks have it. What do earlier steps become when the learning rate changes?",
        {
            GAIN: "velocity += dw",
            MOVE_AHEAD: 'w -= config["learning_rate"] * (dw + momentum * velocity)',
        },
    ),
]

ADAGRAD = [
    _adagrad(
        "Adagrad's epsilon inside the root",
        {SCALED_BY_TOTAL: 'w -= config["learning_rate"] * dw / np.sqrt(total + config["epsilon"])'},
        "Your epsilon seems to be added to the sum, where its own root is what counts: 0.0001 for "
        "0.00000001. For which gradients does that show? See what the docstring adds it to.",
    ),
    _adagrad(
        "only the latest square",
        {ADD: "total[...] = dw**2"},
        "Your steps seem to be scaled by the latest gradient alone, so that all are of one size. "
        "What should become of the squares of the steps before?",
    ),
    _adagrad(
        "Adagrad's sum not stored",
        {TOTAL: 'total = config["cache"].copy()'},
        "Your sum seems to begin at the same value in every step. Where does the next step look "
        "for the squares that this one has added?",
        {
            'config.setdefault("cache", np.zeros_like(w))': "",
            TOTAL: 'total = config.get("cache", np.zeros_like(w)).copy()',
        },
    ),
    _adagrad(
        "running average in Adagrad",
        {ADD: "total[...] = 0.9 * total + 0.1 * dw**2"},
        "Your cache seems to forget old gradients, as that of a later exercise does. Which of "
        "Adagrad's hyperparameters would say how fast?",
        {ADD: "total[...] = 0.99 * total + 0.01 * dw**2"},
        {ADD: "total[...] = 0.999 * total + 0.001 * dw**2"},
        {ADD: "total[...] = 0.95 * total + 0.05 * dw**2"},
        {ADD: "total[...] = 0.5 * total + 0.5 * dw**2"},
    ),
    _adagrad(
        "Adagrad's root missing",
        {SCALED_BY_TOTAL: 'w -= config["learning_rate"] * dw / (total + config["epsilon"])'},
        "Your steps seem to be divided by the sum of squares itself. If every gradient were ten "
        "times as large, how large would your steps be, and how large should they be?",
    ),
    _adagrad(
        "one sum for all entries",
        {ADD: "total += np.sum(dw**2)"},
        "All entries of w seem to share one sum. What is left of Adagrad for an entry whose "
        "gradients are a hundred times smaller than its neighbour's? Look at the shape of the "
        "cache.",
    ),
    _adagrad(
        "Adagrad's gradients not squared",
        {ADD: "total += dw"},
        "Your cache seems to add up gradients, not their squares. What becomes of it when their "
        "signs change, and what of its root?",
        {ADD: "total += np.abs(dw)"},
    ),
]

RMSPROP = [
    _rmsprop(
        "RMSprop's epsilon inside the root",
        {
            SCALED_BY_AVERAGE: (
                'w -= config["learning_rate"] * dw / np.sqrt(average + config["epsilon"])'
            )
        },
        "Your epsilon seems to be added to the average, where its own root is what counts: 0.0001 "
        "for 0.00000001. For which gradients does that show? See what the docstring adds it to.",
    ),
    _rmsprop(
        "decay ignored",
        {DECAY: "", WEIGH: "average += dw**2"},
        "Your cache seems to be a plain sum, which only grows: that is Adagrad. What is the share "
        "of the old average that should be left after this step?",
    ),
    _rmsprop(
        "decay the other way round",
        {
            DECAY: 'average *= 1 - config["decay_rate"]',
            WEIGH: 'average += config["decay_rate"] * dw**2',
        },
        "Your decay rate seems to weigh the new square. With a rate of 0.99, how many steps does "
        "your average remember, and how many should it?",
    ),
    _rmsprop(
        "new squares not weighed",
        {WEIGH: "average += dw**2"},
        "Your cache seems to decay and then to gain the whole new square. If all gradients were 1, "
        "what would it settle at, and what is the average of their squares?",
    ),
    _rmsprop(
        "old average kept whole",
        {DECAY: ""},
        "Your cache seems to gain its share of each new square and to lose nothing. What makes "
        "room in an average for what is new?",
    ),
    _rmsprop(
        "RMSprop's average not stored",
        {AVERAGE: 'average = config["cache"].copy()'},
        "Your average seems to begin at the same value in every step. Where does the next step "
        "look for it?",
        {
            'config.setdefault("cache", np.zeros_like(w))': "",
            AVERAGE: 'average = config.get("cache", np.zeros_like(w)).copy()',
        },
    ),
    _rmsprop(
        "RMSprop's root missing",
        {SCALED_BY_AVERAGE: 'w -= config["learning_rate"] * dw / (average + config["epsilon"])'},
        "Your steps seem to be divided by the mean square itself. What do R, M and S stand for, "
        "and in which of the three are you?",
    ),
    _rmsprop(
        "RMSprop's epsilon outside the quotient",
        {
            SCALED_BY_AVERAGE: (
                'w -= config["learning_rate"] * dw / np.sqrt(average) + config["epsilon"]'
            )
        },
        "Your epsilon seems to be added once the division is done. What is to keep the division "
        "from being one by zero? Look at what binds stronger, the quotient or the sum.",
        {
            SCALED_BY_AVERAGE: (
                'w -= (config["learning_rate"] / np.sqrt(average) + config["epsilon"]) * dw'
            )
        },
    ),
]

ADAM = [
    _adam(
        "Adam's epsilon inside the root",
        {STEP: 'w -= config["learning_rate"] * m_hat / np.sqrt(v_hat + config["epsilon"])'},
        "Your epsilon seems to be added to the second moment, where its own root is what counts: "
        "0.0001 for 0.00000001. For which gradients does that show? See what the docstring adds "
        "it to.",
    ),
    _adam(
        "t not stored",
        {
            COUNT: "",
            MOMENTS: 'm, v, t = config["m"], config["v"], config["t"] + 1',
        },
        "Every step of yours seems to be corrected as if it were the first. Where does the next "
        "step learn how many there were before it?",
    ),
    _adam(
        "epsilon at the uncorrected root",
        {
            STEP: """
                rate = config["learning_rate"] * np.sqrt(1 - beta2**t)
                w -= rate * m_hat / (np.sqrt(v) + config["epsilon"])
            """
        },
        "Your correction is right, but epsilon seems to meet the root before it is corrected, as "
        "in the paper's quicker form. Which moment does the docstring say it is added to the root "
        "of, and how much larger is your epsilon for it in the first step?",
    ),
    _adam(
        "no bias correction",
        {CORRECTED: "m_hat, v_hat = m, v"},
        "Your step seems to use both moments as they are. They start at zero: after one step, "
        "what share of the first gradient is in m, and what share of its square in v?",
        {COUNT: "", CORRECTED: "m_hat, v_hat = m, v"},
    ),
    _adam(
        "only one moment corrected",
        {CORRECTED: "m_hat, v_hat = m / (1 - beta1**t), v"},
        "One of your moments seems to be corrected and the other not. Which of them starts at "
        "zero?",
        {CORRECTED: "m_hat, v_hat = m, v / (1 - beta2**t)"},
    ),
    _adam(
        "bias correction without the power",
        {CORRECTED: "m_hat, v_hat = m / (1 - beta1), v / (1 - beta2)"},
        "Your correction seems to be the same in every step. How much of the start at zero is "
        "left in a moment after a thousand steps, and what should the correction be then?",
        {COUNT: "", CORRECTED: "m_hat, v_hat = m / (1 - beta1), v / (1 - beta2)"},
    ),
    _adam(
        "power of 1 - beta",
        {CORRECTED: "m_hat, v_hat = m / (1 - beta1) ** t, v / (1 - beta2) ** t"},
        "Your correction seems to shrink towards zero as t grows, so that the moments are blown "
        "up. What do the weights of t gradients in a moment add up to? To what is the power taken?",
    ),
    _adam(
        "t counted after the step",
        {
            COUNT: "",
            STEP: STEP + "\n" + COUNT,
        },
        "Your correction seems to lag one step behind. What is 1 minus a power of zero, and what "
        "do you divide by in the very first step?",
    ),
    _adam(
        "corrected moments stored",
        {
            CORRECTED: """
                m /= 1 - beta1**t
                v /= 1 - beta2**t
                m_hat, v_hat = m, v
            """
        },
        "Your first step is right, but what is kept for the second seems to be the corrected "
        "moments. Which of the two does the running average go on from?",
    ),
    _adam(
        "moments not stored",
        {MOMENTS: 'm, v, t = config["m"].copy(), config["v"].copy(), config["t"]'},
        "A moment of yours seems to begin at the same value in every step. Go through the keys "
        "that the docstring names: which of them does your code change?",
        {MOMENTS: 'm, v, t = config["m"].copy(), config["v"], config["t"]'},
        {MOMENTS: 'm, v, t = config["m"], config["v"].copy(), config["t"]'},
        {"m *= beta1": "", "m += (1 - beta1) * dw": ""},
        {"v *= beta2": "", "v += (1 - beta2) * dw**2": ""},
    ),
    _adam(
        "SGD step beside Adam's",
        {STEP: STEP + "\nw -= config['learning_rate'] * dw"},
        "The latest gradient seems to move w once more by itself, beside what it does by the "
        "moments. How long is a step of Adam's, and how long is one in proportion to the gradient?",
    ),
    _adam(
        "Adam's root missing",
        {STEP: 'w -= config["learning_rate"] * m_hat / (v_hat + config["epsilon"])'},
        "Your steps seem to be divided by the second moment itself. If every gradient were ten "
        "times as large, how large would your steps be, and how large should they be?",
    ),
]

BANK = [
    replace(each, price={each.costs[0]: PRICES[each.name]})
    for each in (*MOMENTUM, *NESTEROV, *ADAGRAD, *RMSPROP, *ADAM)
]

# Solutions of correct/ in which one slip is searched for, too, where no misconception explains:
# those who assign anew have other lines to slip in than those who update in place.
SEARCHED = ["assigned_anew"]

# What the quantities in these and in the reference are called in a sentence to a student.
_VELOCITY = {
    "velocity": "the velocity",
    "v": "the velocity",
    "before": "the velocity before the step",
    "config['velocity']": "the velocity",
    "velocity, momentum": "what is taken from the config",
    "w": "the step of w",
    "what is returned": "what is returned",
}
_SQUARES = {
    "total": "the sum of squares",
    "average": "the running average of squares",
    "cache": "the cache",
    "config['cache']": "the cache",
    "w": "the step of w",
    "what is returned": "what is returned",
}
_MOMENTS = {
    "m": "the first moment",
    "v": "the second moment",
    "m_hat": "the corrected first moment",
    "v_hat": "the corrected second moment",
    "m_hat, v_hat": "the corrected moments",
    "config['m']": "the first moment",
    "config['v']": "the second moment",
    "config['t']": "the number of steps",
    "t": "the number of steps",
    "m, v, t": "what is taken from the config",
    "beta1, beta2": "the betas",
    "w": "the step of w",
    "what is returned": "what is returned",
}
WORDS = {
    "optim.sgd_momentum": _VELOCITY,
    "optim.sgd_nesterov_momentum": _VELOCITY,
    "optim.adagrad": _SQUARES,
    "optim.rmsprop": _SQUARES,
    "optim.adam": _MOMENTS,
}
