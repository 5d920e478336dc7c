"""The bank of wrong answers to the assignment on fully connected nets.

First those of the layers and the loss, then of the net's parameters, then of what it computes.
"""

from dataclasses import replace

from autograder.misconceptions import Misconception

# The grade cells.
AFFINE, AFFINE_BACK, RELU, SOFTMAX = "affine_forward", "affine_backward", "relu", "softmax_loss"
INIT, LOSS, GRADS = "fcnet_init", "fcnet_loss", "fcnet_grads"

# What a teacher takes for each mistake in each cell that it costs, of 5, 15, 10, 15, 10, 15 and 15
# points: once, where it is made: what only follows from it, in another exercise, costs 0.
PRICES = {
    # The affine layer. Shapes: 1 or 2. A factor: a fifth. A part of the formula: two fifths.
    "bias forgotten": {AFFINE: 2},
    "inputs of two dimensions only": {AFFINE: 1, AFFINE_BACK: 0},
    "rows flattened across examples": {AFFINE: 3},
    "dw and db averaged over the batch": {AFFINE_BACK: 3},
    "dx left flat": {AFFINE_BACK: 1},
    "dw for inputs of two dimensions only": {AFFINE_BACK: 2},
    # Relu: its backward pass is the switch, half of the exercise.
    "relu lets every gradient through": {RELU: 5},
    "relu switched by the upstream gradient": {RELU: 4},
    "relu's backward pass for two dimensions only": {RELU: 1},
    # The softmax loss. Large scores and the number of classes: 1 or 2. The average: a fifth or
    # less. The label's one, a third. Probabilities of the wrong axis: half.
    "maximum not subtracted": {SOFTMAX: 2},
    "logarithm of a probability that vanishes": {SOFTMAX: 1},
    "loss and gradient summed over the batch": {SOFTMAX: 3},
    "gradient not averaged": {SOFTMAX: 3},
    "loss summed over the batch": {SOFTMAX: 2},
    "one not subtracted at the label": {SOFTMAX: 5},
    "one subtracted from whole columns": {SOFTMAX: 4},
    "ten classes hard-coded": {SOFTMAX: 2},
    "classes counted from the labels": {SOFTMAX: 1},
    "softmax over the batch": {SOFTMAX: 7},
    # The parameters: a layer too few: 4; the scale: 2 or 3; the distribution, the biases: 1 or 2.
    "weights not scaled": {INIT: 3},
    "last layer not scaled": {INIT: 2},
    "weights drawn uniformly": {INIT: 2},
    "biases drawn like the weights": {INIT: 1},
    "every layer drawn from the seed anew": {INIT: 1},
    "output layer left out": {INIT: 4},
    "net of one layer too few": {INIT: 4, LOSS: 2, GRADS: 0},
    # The net. A relu too many or too few: 4 or 5. The penalty: 3 in all.
    "relu on the scores": {LOSS: 4, GRADS: 0},
    "relu left out": {LOSS: 5, GRADS: 0},
    "relu left out of the backward pass": {GRADS: 5},
    "regularization left out": {LOSS: 3, GRADS: 0},
    "last layer not regularized": {LOSS: 2, GRADS: 0},
    "biases regularized": {LOSS: 2, GRADS: 0},
    "penalty averaged over the batch": {LOSS: 2, GRADS: 0},
    "regularization without the half": {LOSS: 1},
    "penalty and its gradient doubled": {LOSS: 1, GRADS: 0},
    "norm in place of the sum of squares": {LOSS: 1},
    "last layer's penalty missing from the loss": {LOSS: 1},
    "regularization missing from the gradients": {GRADS: 2},
    "penalty's gradient doubled": {GRADS: 1},
    "gradient in place of the weights in the penalty's gradient": {GRADS: 2},
}


def _in_layers(name, function, changes, costs, hint, *also):
    also = tuple({f"layers.{function}": other} for other in also)
    return Misconception(name, {f"layers.{function}": changes}, costs, hint, also=also)


def _in_net(name, method, changes, costs, hint, *also, needs=""):
    function = f"fc_net.FullyConnectedNet.{method}"
    imports = {"fc_net": needs} if needs else {}
    also = tuple({function: other} for other in also)
    return Misconception(name, {function: changes}, costs, hint, imports, also)


# What the reference says.
OUT = "out = x.reshape(x.shape[0], -1) @ w + b"
DX = "dx = (dout @ w.T).reshape(x.shape)"
DW = "dw = x.reshape(x.shape[0], -1).T @ dout"
DB = "db = dout.sum(axis=0)"
MASKED = "return dout * (x > 0)"
SHIFTED = "shifted = x - x.max(axis=1, keepdims=True)"
LOG_PROBS = "log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))"
MEAN_LOSS = "loss = -log_probs[rows, y].mean()"
PROBABILITIES = "dx = np.exp(log_probs)"
QUOTIENT = "dx = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)"
ONE_HOT_SUM = "(np.eye(x.shape[1])[y] * log_probs).sum() / len(x)"
AT_LABEL = "dx[rows, y] -= 1"
RETURNED = "return float(loss), dx / len(x)"

LAYERS = [
    _in_layers(
        "bias forgotten",
        "affine_forward",
        {OUT: "out = x.reshape(x.shape[0], -1) @ w"},
        (AFFINE,),
        "Your affine layer seems to multiply and to stop there. What would it give for inputs of "
        "zero, and what should it? Look at which of its arguments plays no part.",
    ),
    _in_layers(
        "inputs of two dimensions only",
        "affine_forward",
        {OUT: "out = x @ w + b"},
        (AFFINE, AFFINE_BACK),
        "Your affine layer seems to work on matrices alone. An image comes as an array of three "
        "dimensions, a batch of them has four. Look at how the docstring reads each example of x, "
        "and at how many features that makes.",
    ),
    _in_layers(
        "rows flattened across examples",
        "affine_forward",
        {OUT: "out = x.reshape(-1, x.shape[0]).T @ w + b"},
        (AFFINE,),
        "Your rows seem to be put together from the numbers of several examples. Reshaping keeps "
        "the order of the numbers in memory: which of them belong to the first example? Try it on "
        "np.arange(6) as two examples of three features.",
    ),
    _in_layers(
        "dw and db averaged over the batch",
        "affine_backward",
        {DW: f"{DW} / len(dout)", DB: "db = dout.mean(axis=0)"},
        (AFFINE_BACK,),
        "Your gradients of w and b seem to be averaged over the batch. The loss is a mean already, "
        "and dout is the gradient of that. Where did the number of examples come into dout? Look "
        "at how often you want to divide by it.",
    ),
    _in_layers(
        "dx left flat",
        "affine_backward",
        {DX: "dx = dout @ w.T"},
        (AFFINE_BACK,),
        "Your dx seems to have one flat row for each example, whatever shape x had. The layer "
        "below takes it for its own upstream gradient: which shape did that layer give out?",
    ),
    _in_layers(
        "dw for inputs of two dimensions only",
        "affine_backward",
        {DW: "dw = x.T @ dout"},
        (AFFINE_BACK,),
        "Your dw seems to be right where x is a matrix, and only there. What did the forward pass "
        "multiply by w: x as it came, or as something else? Look at what .T does to an array of "
        "four dimensions.",
        {DW: 'dw = np.einsum("nd,nm->dm", x, dout)'},
    ),
    _in_layers(
        "relu lets every gradient through",
        "relu_backward",
        {MASKED: "return dout"},
        (RELU,),
        "Your relu seems to hand down its upstream gradient as it is. Where the input was "
        "negative, what happens to the output if the input moves a little? Look at what the cache "
        "is for.",
    ),
    _in_layers(
        "relu switched by the upstream gradient",
        "relu_backward",
        {MASKED: "return dout * (dout > 0)"},
        (RELU,),
        "Your backward pass seems to apply relu to the upstream gradient. A gradient may well be "
        "negative and pass. What decided, in the forward pass, which values went through?",
        {MASKED: "return np.maximum(dout, 0) * (x > 0)"},
    ),
    _in_layers(
        "relu's backward pass for two dimensions only",
        "relu_backward",
        {
            MASKED: """
                rows, columns = x.shape
                return dout * (x > 0)
            """
        },
        (RELU,),
        "Your relu seems to go back through matrices alone. It works on each number by itself, so "
        "that the shape of the array is no matter. Which line of yours counts the dimensions?",
        {
            MASKED: """
                for row in range(x.shape[0]):
                    for column in range(x.shape[1]):
                        if x[row, column] > 0:
                            pass
                return dout * (x > 0)
            """
        },
    ),
    _in_layers(
        "maximum not subtracted",
        "softmax_loss",
        {
            SHIFTED: "shifted = x",
            LOG_PROBS: "log_probs = np.log(np.exp(x) / np.exp(x).sum(axis=1, keepdims=True))",
        },
        (SOFTMAX,),
        "Your loss seems to take exp of the scores as they come, which is more than a float can "
        "hold once a score is in the hundreds. What happens to softmax if the same number is added "
        "to all scores of a row? Which number would be of use?",
        {SHIFTED: "shifted = x"},
        {SHIFTED: "shifted = x", PROBABILITIES: QUOTIENT},
        {SHIFTED: "shifted = x", MEAN_LOSS: f"loss = -{ONE_HOT_SUM}"},
    ),
    _in_layers(
        "logarithm of a probability that vanishes",
        "softmax_loss",
        {LOG_PROBS: "log_probs = np.log(np.exp(shifted) / np.exp(shifted).sum(1, keepdims=True))"},
        (SOFTMAX,),
        "Your loss seems to become infinite where the label's score is far below the highest. The "
        "probability is then too small for a float, though its logarithm is not. Write the "
        "logarithm of the quotient out: which part of it need not be computed?",
    ),
    _in_layers(
        "loss and gradient summed over the batch",
        "softmax_loss",
        {MEAN_LOSS: "loss = -log_probs[rows, y].sum()", RETURNED: "return float(loss), dx"},
        (SOFTMAX,),
        "Your loss seems to grow with the number of examples, and its gradient with it. Would the "
        "same learning rate suit a batch of twice as many? Look at what the first line of the "
        "docstring says is done over the batch.",
    ),
    _in_layers(
        "gradient not averaged",
        "softmax_loss",
        {RETURNED: "return float(loss), dx"},
        (SOFTMAX,),
        "Your loss seems to be a mean, and your gradient that of the sum. If the loss is divided "
        "by a number, what becomes of its derivative?",
    ),
    _in_layers(
        "loss summed over the batch",
        "softmax_loss",
        {MEAN_LOSS: "loss = -log_probs[rows, y].sum()"},
        (SOFTMAX,),
        "Your loss seems to be the sum over the batch, though its gradient is that of a mean. What "
        "should the loss be near if all scores are equal, for any number of examples?",
    ),
    _in_layers(
        "one not subtracted at the label",
        "softmax_loss",
        {AT_LABEL: ""},
        (SOFTMAX,),
        "Your gradient seems to be the probabilities alone, so that every score is to fall, the "
        "label's too. The loss has two terms that depend on the scores: which one have you "
        "differentiated? Check that each row of dx sums to zero.",
    ),
    _in_layers(
        "one subtracted from whole columns",
        "softmax_loss",
        {AT_LABEL: "dx[:, y] -= 1"},
        (SOFTMAX,),
        "You seem to subtract one in the labels' columns of every row. Each row has a label of its "
        "own. Which entries does your index pick, for three rows and the labels 0, 1 and 2? Count "
        "them.",
    ),
    _in_layers(
        "ten classes hard-coded",
        "softmax_loss",
        {AT_LABEL: "dx -= np.eye(10)[y]"},
        (SOFTMAX,),
        "Your loss seems to work for ten classes and no other number. CIFAR-10 has ten, another "
        "data set has not. Which argument tells how many there are?",
        {SHIFTED: "shifted = x[:, np.arange(10)] - x.max(axis=1, keepdims=True)"},
    ),
    _in_layers(
        "classes counted from the labels",
        "softmax_loss",
        {AT_LABEL: "dx -= np.eye(y.max() + 1)[y]"},
        (SOFTMAX,),
        "You seem to take the highest label of the batch for the last class. A small batch need "
        "not have an example of each class. Which argument has a column for every one?",
        {
            MEAN_LOSS: "loss = -(np.eye(y.max() + 1)[y] * log_probs).sum() / len(x)",
            AT_LABEL: "dx -= np.eye(y.max() + 1)[y]",
        },
        {
            SHIFTED: f"""
                x = x[:, : y.max() + 1]
                {SHIFTED}
            """
        },
    ),
    _in_layers(
        "softmax over the batch",
        "softmax_loss",
        {
            SHIFTED: "shifted = x - x.max(axis=0)",
            LOG_PROBS: "log_probs = shifted - np.log(np.exp(shifted).sum(axis=0))",
        },
        (SOFTMAX,),
        "Your probabilities seem to sum to one over the examples of a class. They should say, for "
        "one example, how likely each class is. Which axis of the scores runs over the classes?",
    ),
]

# What the reference says.
EVERY_LAYER = "for layer in range(1, self.num_layers + 1):"
WEIGHTS = 'self.params[f"W{layer}"] = weight_scale * rng.randn(fan_in, fan_out)'
BIASES = 'self.params[f"b{layer}"] = np.zeros(fan_out)'


def _weights(value):
    return {WEIGHTS: f'self.params[f"W{{layer}}"] = {value}'}


PARAMETERS = [
    _in_net(
        "weights not scaled",
        "__init__",
        _weights("rng.randn(fan_in, fan_out)"),
        (INIT,),
        "Your weights seem to have a standard deviation of one. A score is then a sum of thousands "
        "of large terms before anything is learned. Which argument says how large they are to be?",
    ),
    _in_net(
        "last layer not scaled",
        "__init__",
        _weights("(weight_scale if layer < self.num_layers else 1) * rng.randn(fan_in, fan_out)"),
        (INIT,),
        "Your output layer seems to start with weights of standard deviation one, unlike the "
        "others. What would the first loss be near, if all scores started near zero? Compare how "
        "you make the last layer with how you make the first.",
    ),
    _in_net(
        "weights drawn uniformly",
        "__init__",
        _weights("weight_scale * rng.rand(fan_in, fan_out)"),
        (INIT,),
        "Your weights seem to be drawn from an interval, every number in it as likely as the next. "
        "The docstring names another distribution. What are the mean and the standard deviation of "
        "what your call draws?",
        _weights("rng.uniform(-weight_scale, weight_scale, (fan_in, fan_out))"),
    ),
    _in_net(
        "biases drawn like the weights",
        "__init__",
        {BIASES: 'self.params[f"b{layer}"] = weight_scale * rng.randn(fan_out)'},
        (INIT,),
        "Your biases seem to be drawn like the weights. Weights must differ, or all units of a "
        "layer would learn the same; is that so of biases, too? Look at what the docstring says "
        "they start at.",
    ),
    _in_net(
        "every layer drawn from the seed anew",
        "__init__",
        _weights("weight_scale * np.random.RandomState(seed).randn(fan_in, fan_out)"),
        (INIT,),
        "The numbers in one of your layers seem to come again in the next. A generator that starts "
        "from the same seed draws the same numbers. How many generators does a net need?",
    ),
    _in_net(
        "output layer left out",
        "__init__",
        {EVERY_LAYER: "for layer in range(1, self.num_layers):"},
        (INIT,),
        "Your net seems to have parameters for its hidden layers alone. What turns the last hidden "
        "layer into scores? Count the weight matrices of a net with one hidden layer.",
    ),
    _in_net(
        "net of one layer too few",
        "__init__",
        {"self.num_layers = len(hidden_dims) + 1": "self.num_layers = len(hidden_dims)"},
        (INIT, LOSS, GRADS),
        "Your net seems to have as many layers as hidden_dims has numbers. What comes after the "
        "last hidden layer? Draw a net with one hidden layer, and count the matrices in it.",
    ),
]

# What the reference says.
HIDDEN = "out, caches[layer] = affine_relu_forward(out, W, b)"
HIDDEN_BACK = """
    dout, grads[f"W{layer}"], grads[f"b{layer}"] = affine_relu_backward(
        dout, caches[layer]
    )
"""
SCORES = 'scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])'
LAST_BACK = 'dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dscores, cache)'
PENALTY = "loss += 0.5 * self.reg * float(np.sum(W * W))"
PENALTY_BACK = 'grads[f"W{layer}"] += self.reg * W'

NETS = [
    _in_net(
        "relu on the scores",
        "loss",
        {
            SCORES: f"""
                {SCORES}
                scores, relu_cache = relu_forward(scores)
            """,
            LAST_BACK: f"""
                dscores = relu_backward(dscores, relu_cache)
                {LAST_BACK}
            """,
        },
        (LOSS, GRADS),
        "Your scores seem to pass through a relu. Can a class then be scored below zero, and what "
        "does one learn whose scores are all at zero? Look at what the class's docstring says of "
        "the last layer.",
        needs="from .layers import relu_backward, relu_forward",
    ),
    _in_net(
        "relu left out",
        "loss",
        {
            HIDDEN: "out, caches[layer] = affine_forward(out, W, b)",
            HIDDEN_BACK: """
                dout, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(
                    dout, caches[layer]
                )
            """,
        },
        (LOSS, GRADS),
        "Your hidden layers seem to be affine and nothing else. What is a product of two matrices, "
        "if not a matrix? Look at what else the class's docstring puts into a hidden layer.",
    ),
    _in_net(
        "relu left out of the backward pass",
        "loss",
        {
            HIDDEN_BACK: """
                dout, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(
                    dout, caches[layer][0]
                )
            """
        },
        (GRADS,),
        "Your gradients seem to go back through the affine layers alone. Every step of the forward "
        "pass has its step back, in reverse order. Which steps does a hidden layer have?",
    ),
    _in_net(
        "regularization left out",
        "loss",
        {PENALTY: "", PENALTY_BACK: ""},
        (LOSS, GRADS),
        "Your net seems not to use reg. As the loss and the gradient both lack it, a numerical "
        "check agrees with you. What does the docstring add to the softmax loss?",
    ),
    _in_net(
        "last layer not regularized",
        "loss",
        {EVERY_LAYER: "for layer in range(1, self.num_layers):"},
        (LOSS, GRADS),
        "One weight matrix seems to be missing from your penalty and from its gradient, so that a "
        "numerical check finds nothing. Which numbers does your loop count, and how many weight "
        "matrices are there?",
    ),
    _in_net(
        "biases regularized",
        "loss",
        {
            PENALTY_BACK: """
                grads[f"W{layer}"] += self.reg * W
                b = self.params[f"b{layer}"]
                loss += 0.5 * self.reg * float(np.sum(b * b))
                grads[f"b{layer}"] = grads[f"b{layer}"] + self.reg * b
            """
        },
        (LOSS, GRADS),
        "Your penalty seems to count the biases, too. A bias shifts what a unit gives, and does "
        "not make it any steeper. Which parameters does the docstring of loss sum up?",
    ),
    _in_net(
        "penalty averaged over the batch",
        "loss",
        {
            PENALTY: "loss += 0.5 * self.reg * float(np.sum(W * W)) / len(X)",
            PENALTY_BACK: 'grads[f"W{layer}"] += self.reg * W / len(X)',
        },
        (LOSS, GRADS),
        "Your penalty seems to depend on the number of examples. The softmax loss is a mean over "
        "them; do the weights depend on how many there are? Look at what the docstring of loss "
        "multiplies the sum by.",
    ),
    _in_net(
        "regularization without the half",
        "loss",
        {PENALTY: "loss += self.reg * float(np.sum(W * W))"},
        (LOSS,),
        "The penalty in your loss seems to be twice what its gradient belongs to. What does the "
        "derivative of a square bring with it, and what in the docstring takes it away again?",
    ),
    _in_net(
        "penalty and its gradient doubled",
        "loss",
        {
            PENALTY: "loss += self.reg * float(np.sum(W * W))",
            PENALTY_BACK: 'grads[f"W{layer}"] += 2 * self.reg * W',
        },
        (LOSS, GRADS),
        "Your penalty and its gradient seem to be twice as large as they should be. As they belong "
        "together, a numerical check agrees with you. Which factor does the docstring of loss put "
        "before reg?",
    ),
    _in_net(
        "norm in place of the sum of squares",
        "loss",
        {PENALTY: "loss += 0.5 * self.reg * float(np.linalg.norm(W))"},
        (LOSS,),
        "Your penalty seems to be made of norms. What does the function that you use do after it "
        "has summed the squares? Try it on the numbers 3 and 4.",
    ),
    _in_net(
        "last layer's penalty missing from the loss",
        "loss",
        {
            PENALTY: f"""
                if layer < self.num_layers:
                    {PENALTY}
            """
        },
        (LOSS,),
        "The loss seems to lack the penalty of one weight matrix, though its gradient has it. How "
        "many matrices does your loss sum up, and how many has the net?",
    ),
    _in_net(
        "regularization missing from the gradients",
        "loss",
        {PENALTY_BACK: ""},
        (GRADS,),
        "Your penalty seems to be in the loss alone. Whatever is in the loss has a gradient, or "
        "training does not know of it. What is the derivative of the penalty by one weight?",
    ),
    _in_net(
        "penalty's gradient doubled",
        "loss",
        {PENALTY_BACK: 'grads[f"W{layer}"] += 2 * self.reg * W'},
        (GRADS,),
        "The gradient of your penalty seems to be twice what your loss says. Derive the one from "
        "the other: what becomes of the half?",
    ),
    _in_net(
        "gradient in place of the weights in the penalty's gradient",
        "loss",
        {PENALTY_BACK: 'grads[f"W{layer}"] += self.reg * grads[f"W{layer}"]'},
        (GRADS,),
        "What you add to a gradient for the penalty seems to be made of that gradient itself. The "
        "penalty depends on the weights alone: what is its derivative by one of them?",
    ),
]

BANK = [replace(each, price=PRICES[each.name]) for each in (*LAYERS, *PARAMETERS, *NETS)]

# What the quantities in the reference are called in a sentence to a student.
WORDS = {
    "layers.affine_forward": {"out": "the output", "what is returned": "the output"},
    "layers.affine_backward": {
        "dx": "the gradient with respect to x",
        "dw": "the gradient with respect to w",
        "db": "the gradient with respect to b",
        "what is returned": "the gradients that are returned",
    },
    "layers.relu_forward": {"what is returned": "the output"},
    "layers.relu_backward": {"what is returned": "the gradient that is returned"},
    "layers.softmax_loss": {
        "shifted": "the shifted scores",
        "log_probs": "the logarithms of the probabilities",
        "rows": "which entries are the labels'",
        "loss": "the loss",
        "dx": "the gradient with respect to the scores",
        "dx[rows, y]": "the gradient at the labels' scores",
        "what is returned": "the loss and the gradient that are returned",
    },
    "fc_net.FullyConnectedNet.__init__": {
        'self.params[f"W{layer}"]': "the initial weights",
        "self.params[f'W{layer}']": "the initial weights",
        'self.params[f"b{layer}"]': "the initial biases",
        "self.params[f'b{layer}']": "the initial biases",
        "fan_in, fan_out": "the sizes of a layer",
    },
    "fc_net.FullyConnectedNet.loss": {
        "out, caches[layer]": "what a hidden layer gives",
        "scores, cache": "the scores",
        "loss, dscores": "the softmax loss",
        "loss": "the penalty in the loss",
        'grads[f"W{layer}"]': "the penalty's gradient",
        "grads[f'W{layer}']": "the penalty's gradient",
    },
}
