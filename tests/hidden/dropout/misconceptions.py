"""The bank of wrong answers to the dropout assignment.

First those of dropout_forward, then of dropout_backward, then of the net.
"""

from dataclasses import replace

from autograder.misconceptions import Misconception

# The grade cells.
FORWARD, BACKWARD, NET = "dropout_forward", "dropout_backward", "fcnet_dropout"

# What a teacher takes for each mistake in the cell it is made in, of 35, 15 and 30 points. Where a
# forward pass gives nothing, tests of its backward pass fail, too; there it costs 0.
PRICES = {
    # Exercise 1 has three ideas: each activation has a draw of its own, what is kept makes up for
    # what is not, and testing leaves all as it is. One of them missed: a third, or what tests take.
    # A slip in a line that is understood: a fifth at most. A convention, an option: 2 or 3. What
    # leaves x as it is has no price: it would earn the rest for nothing.
    "kept as large as they were": 10,
    "p taken for the ratio dropped": 3,
    "kept above p, divided by p": 6,
    "kept above p, as large as they were": 12,
    "kept below 1 - p, divided by p": 6,
    "all kept, and divided by p": 20,
    "numbers drawn from a normal distribution": 7,
    "multiplied by the numbers drawn": 15,
    "multiplied by p": 7,
    "divided by 1 - p": 5,
    "divided by the root of p": 6,
    "scaled by those kept in this call": 4,
    "p fixed at a half": 3,
    "other draws than the docstring's": 3,
    "kept where the number is above 1 - p": 3,
    "one mask for all rows": 10,
    "whole rows dropped": 10,
    "two axes only": 3,
    "dropped when testing": 8,
    "multiplied by p when testing": 6,
    "divided by p when testing": 6,
    "scaled when testing instead of training": 5,
    "nothing comes out when testing": 6,
    # Exercise 2 has one idea: the same mask, scale included. And the two modes.
    "mask left out of the gradient": 12,
    "gradient not scaled": 5,
    "gradient scaled twice": 4,
    "gradient multiplied by p": 4,
    "gradient where nothing was kept": 5,
    "gradient times the output": 5,
    "gradient divided by the mask": 5,
    "two axes only in the gradient": 3,
    "no gradient when testing": 2,
    "gradient of zero when testing": 3,
    "one cache for all passes": 2,
    # Exercise 3: where dropout stands, in both passes.
    "dropout on the scores, too": 8,
    "dropout on the images, too": 8,
    "dropout on the images alone": 12,
    "dropout on the scores alone": 12,
    "dropout on each layer's input": 10,
    "dropout on the last hidden layer alone": 6,
    "dropout on the first hidden layer alone": 6,
    "dropout not wired in": 25,
    "dropout left out of the backward pass": 10,
    "another layer's mask in the backward pass": 4,
    "dropout's gradient after that of the layer": 6,
    "dropout's gradient added to the one above": 6,
    "dropped twice": 4,
    "dropped when the net is tested": 5,
    "dropout left out where the net normalizes": 3,
    "keep ratio taken for the ratio dropped": 3,
}


def _in_forward(name, changes, hint, *also, costs=(FORWARD,)):
    also = tuple({"layers.dropout_forward": other} for other in also)
    return Misconception(name, {"layers.dropout_forward": changes}, costs, hint, also=also)


def _in_backward(name, changes, hint, *also):
    also = tuple({"layers.dropout_backward": other} for other in also)
    return Misconception(name, {"layers.dropout_backward": changes}, (BACKWARD,), hint, also=also)


def _in_net(name, methods, hint, needs=""):
    changes = {f"fc_net.FullyConnectedNet.{method}": lines for method, lines in methods.items()}
    return Misconception(name, changes, (NET,), hint, {"fc_net": needs} if needs else {})


# What the reference says.
TESTING = """
    if mode == "test":
        return x, None
"""
MASK = "mask = (rng.rand(*x.shape) < p).astype(x.dtype) / float(p)"
UNPACK = "mask = cache"
GRADIENT = "return dout if mask is None else dout * mask"

FORWARDS = [
    _in_forward(
        "kept as large as they were",
        {MASK: "mask = rng.rand(*x.shape) < p"},
        "What you keep seems to stay as large as it was. Then the mean of an activation, over many "
        "draws, is no longer what it was before. How much of it is left, and what would make up "
        "for that?",
    ),
    _in_forward(
        "p taken for the ratio dropped",
        {MASK: "mask = (rng.rand(*x.shape) > p) / (1 - p)"},
        "You seem to drop with probability p, as some frameworks have it. Here p is another "
        "event's probability. Which one does the docstring give it to?",
        {MASK: "mask = (rng.rand(*x.shape) < 1 - p) / (1 - p)"},
    ),
    _in_forward(
        "kept above p, divided by p",
        {MASK: "mask = (rng.rand(*x.shape) > p) / p"},
        "You seem to keep an activation where the number drawn is above p. How likely is that, for "
        "a p of 0.9, and does it go with what you divide by?",
    ),
    _in_forward(
        "kept above p, as large as they were",
        {MASK: "mask = rng.rand(*x.shape) > p"},
        "Two things seem to be at odds with the docstring. How likely is it that a number drawn is "
        "above p? And what is the mean of an activation that is sometimes zero and else as large "
        "as before?",
    ),
    _in_forward(
        "kept below 1 - p, divided by p",
        {MASK: "mask = (rng.rand(*x.shape) < 1 - p) / p"},
        "You seem to compare the numbers drawn with the probability of being dropped. How many of "
        "a hundred are below it for a p of 0.9, and does it go with what you divide by?",
    ),
    _in_forward(
        "nothing dropped, nothing scaled",
        {MASK: "mask = rng.rand(*x.shape) < p / p"},
        "While training your activations seem to stay as they are. Print the mask: how many zeros "
        "are in it? If there are none, which does Python take first in your line, the division or "
        "the comparison?",
    ),
    _in_forward(
        "all kept, and divided by p",
        {MASK: "mask = np.ones(x.shape) / p"},
        "You seem to scale every activation and to drop none. Print how many zeros your mask has. "
        "How many should it have?",
    ),
    _in_forward(
        "numbers drawn from a normal distribution",
        {MASK: "mask = (rng.randn(*x.shape) < p) / p"},
        "Your numbers seem to come from a normal distribution. How likely is it that one of those "
        "is below p, and from which distribution is that just p?",
    ),
    _in_forward(
        "multiplied by the numbers drawn",
        {MASK: "mask = rng.rand(*x.shape)"},
        "You seem to multiply by the numbers that were drawn. Each activation is to be kept or not."
        " What does a number drawn decide, and what are then the two values of a mask?",
        {MASK: "mask = rng.rand(*x.shape) / p"},
        {
            MASK: """
                drawn = rng.rand(*x.shape)
                mask = drawn * (drawn < p)
            """
        },
        {
            MASK: """
                drawn = rng.rand(*x.shape)
                mask = drawn * (drawn < p) / p
            """
        },
    ),
    _in_forward(
        "multiplied by p",
        {MASK: "mask = (rng.rand(*x.shape) < p) * p"},
        "You seem to make what is kept smaller. The sum over a layer has lost terms already. In "
        "which direction must the others go, for its mean to stay?",
    ),
    _in_forward(
        "divided by 1 - p",
        {MASK: "mask = (rng.rand(*x.shape) < p) / (1 - p)"},
        "What you keep seems to be divided by the probability of being dropped. Write down the "
        "mean of one activation over both cases. By what is it too large or too small?",
    ),
    _in_forward(
        "divided by the root of p",
        {MASK: "mask = (rng.rand(*x.shape) < p) / np.sqrt(p)"},
        "You seem to divide by a root of p. That keeps the mean of the squares. Of what does the "
        "docstring want the mean to stay?",
    ),
    _in_forward(
        "scaled by those kept in this call",
        {
            MASK: """
                kept = rng.rand(*x.shape) < p
                mask = kept / np.mean(kept)
            """
        },
        "You seem to scale by the share that was kept in this call. Then one activation's size "
        "depends on what happened to the others. Which number is the same in every call?",
    ),
    _in_forward(
        "p fixed at a half",
        {MASK: "mask = (rng.rand(*x.shape) < 0.5) / 0.5"},
        "You seem to keep one half, whatever p is. Where does the function get the probability "
        "from, and does your line read it?",
    ),
    _in_forward(
        "other draws than the docstring's",
        {MASK: "mask = rng.binomial(1, p, x.shape) / p"},
        "With a seed you seem to keep others than the docstring says, though as many. Without a "
        "seed that is fine. Which call does the docstring name for the other case?",
        {MASK: "mask = (np.random.default_rng(dropout_param.get('seed')).random(x.shape) < p) / p"},
        {
            MASK: """
                source = __import__("random").Random(dropout_param.get("seed"))
                mask = (np.reshape([source.random() for _ in x.flat], x.shape) < p) / p
            """
        },
        {MASK: "mask = (rng.rand(*x.shape[::-1]).T < p) / p"},
    ),
    _in_forward(
        "kept where the number is above 1 - p",
        {MASK: "mask = (rng.rand(*x.shape) > 1 - p) / p"},
        "You seem to keep as many as you should, but with a seed not the ones that the docstring "
        "names. On which side of which number are those?",
    ),
    _in_forward(
        "one mask for all rows",
        {MASK: "mask = (rng.rand(*x.shape[1:]) < p) / p"},
        "All examples of your minibatch seem to lose the same features. The docstring speaks of "
        "each activation apart from all others. How many numbers must be drawn?",
        {MASK: "mask = (rng.rand(1, *x.shape[1:]) < p) / p"},
    ),
    _in_forward(
        "whole rows dropped",
        {MASK: "mask = (rng.rand(len(x), *[1] * (x.ndim - 1)) < p) / p"},
        "You seem to drop whole examples, all their features at once. The docstring speaks of each "
        "activation apart from all others. How many numbers must be drawn?",
    ),
    _in_forward(
        "two axes only",
        {MASK: "mask = (rng.rand(x.shape[0], x.shape[1]) < p) / p"},
        "Your function seems to want x to be a matrix. The docstring allows for other shapes, such "
        "as images. Which line of yours counts the axes?",
        {
            MASK: """
                N, D = x.shape
                mask = (rng.rand(N, D) < p) / p
            """
        },
        {MASK: "mask = (rng.rand(len(x), len(x[0])) < p) / p"},
        costs=(FORWARD, BACKWARD),
    ),
    _in_forward(
        "dropped when testing",
        {TESTING: ""},
        "You seem to drop activations when testing, too. Would the same image get the same scores "
        "twice? Look at what the docstring says of out in that mode.",
    ),
    _in_forward(
        "multiplied by p when testing",
        {"return x, None": "return x * p, None"},
        "You seem to make activations smaller when testing. That belongs to a training that does "
        "not scale. What has yours done already, and what is the mean at the next layer, then?",
    ),
    _in_forward(
        "divided by p when testing",
        {"return x, None": "return x / p, None"},
        "You seem to make activations larger when testing. What did that make up for while "
        "training, and does it happen when testing?",
    ),
    _in_forward(
        "scaled when testing instead of training",
        {"return x, None": "return x * p, None", MASK: "mask = rng.rand(*x.shape) < p"},
        "You seem to scale when testing, as the paper first did, and not while training. The "
        "docstring asks for the inverted form. Which of the two modes is to need no change?",
    ),
    _in_forward(
        "nothing comes out when testing",
        {"return x, None": "return np.zeros_like(x), None"},
        "Your output seems to be empty or zero when testing. Which line gives out its value in this"
        " mode?",
        {"return x, None": "return None, None"},
        costs=(FORWARD, BACKWARD),
    ),
]

BACKWARDS = [
    _in_backward(
        "mask left out of the gradient",
        {GRADIENT: "return dout"},
        "Your gradient seems to be the upstream gradient as it came. If an activation that was "
        "dropped had been a little larger, what would have changed in out?",
    ),
    _in_backward(
        "gradient not scaled",
        {GRADIENT: "return dout if mask is None else dout * (mask > 0)"},
        "Your gradient seems to go where activations went, but not to be scaled as they were. By "
        "how much does out grow if an activation that is kept grows by one?",
    ),
    _in_backward(
        "gradient scaled twice",
        {GRADIENT: "return dout if mask is None else dout * mask * mask"},
        "Your gradient seems to be scaled twice. What does your cache hold: zeros and ones, or is "
        "the scale in it?",
    ),
    _in_backward(
        "gradient multiplied by p",
        {GRADIENT: "return dout if mask is None else dout * (mask > 0) / max(mask.max(), 1)"},
        "Your gradient seems to be multiplied by the keep ratio. Out is what is kept, times a "
        "factor. What is the derivative of that?",
    ),
    _in_backward(
        "gradient where nothing was kept",
        {GRADIENT: "return dout if mask is None else dout * (mask == 0)"},
        "Your gradient seems to go to the activations that were dropped. Which of them have any "
        "say in out?",
        {GRADIENT: "return dout if mask is None else dout * (1 - mask)"},
        {GRADIENT: "return dout if mask is None else dout * (mask == 0) * mask.max()"},
    ),
    Misconception(
        "gradient times the output",
        {"layers.dropout_forward": {"return x * mask, mask": "return x * mask, x * mask"}},
        (BACKWARD,),
        "Your gradient seems to be multiplied by what the forward pass put out. Out is x times "
        "something. Which of the two factors is left when you differentiate by x?",
    ),
    _in_backward(
        "gradient divided by the mask",
        {GRADIENT: "return dout if mask is None else dout / mask"},
        "Your gradient seems to be divided by what activations were multiplied by. Is the "
        "derivative of a product with a constant the constant, or one over it?",
    ),
    _in_backward(
        "two axes only in the gradient",
        {
            GRADIENT: """
                N, D = dout.shape
                return dout if mask is None else dout * mask
            """
        },
        "Your backward pass seems to want dout to be a matrix. The forward pass takes any shape. "
        "Which line of yours counts the axes?",
    ),
    _in_backward(
        "no gradient when testing",
        {GRADIENT: "return dout * mask"},
        "Your backward pass seems to give no gradient after a forward pass in test mode. What does "
        "your cache hold then, and what does the docstring say of the mode?",
        # None, which as a number is nan; None here would be like whatever was returned.
        {GRADIENT: "return np.nan if mask is None else dout * mask"},
    ),
    _in_backward(
        "gradient of zero when testing",
        {GRADIENT: "return np.zeros_like(dout) if mask is None else dout * mask"},
        "Your gradient seems to be zero after a forward pass in test mode. There out is x. What is "
        "the derivative of that?",
    ),
    Misconception(
        "one cache for all passes",
        {
            "layers.dropout_forward": {
                TESTING: """
                    if mode == "test":
                        LAST[:] = [None]
                        return x, None
                """,
                "return x * mask, mask": """
                    LAST[:] = [mask]
                    return x * mask, mask
                """,
            },
            "layers.dropout_backward": {UNPACK: "mask = LAST[0]"},
        },
        (BACKWARD,),
        "Your backward pass seems to use the mask of the latest forward pass, whichever it was. A "
        "net has many layers. How does each get back to its own?",
        {"layers": "LAST = [None]"},
        also=(
            {
                "layers.dropout_forward": {
                    TESTING: """
                        if mode == "test":
                            LAST[:] = [None]
                            return x, p
                    """,
                    "return x * mask, mask": """
                        LAST[:] = [mask > 0]
                        return x * mask, p
                    """,
                },
                "layers.dropout_backward": {
                    UNPACK: "mask = None if LAST[0] is None else LAST[0] / cache"
                },
            },
        ),
    ),
]

# What the reference's net says; lines of other assignments are not this bank's to change.
FORWARD_CALL = "out, dropout_caches[layer] = dropout_forward(out, self.dropout_param)"
BACKWARD_CALL = "dout = dropout_backward(dout, dropout_caches[layer])"
BEGIN = "out, caches, dropout_caches = X, {}, {}"
BEGIN_LAYER = 'W, b = self.params[f"W{layer}"], self.params[f"b{layer}"]'
SCORED = "if y is None:"
BACK = "for layer in range(self.num_layers - 1, 0, -1):"
DROP_IMAGES = {
    BEGIN: """
        out, caches, dropout_caches = X, {}, {}
        if self.use_dropout:
            out, _ = dropout_forward(out, self.dropout_param)
    """
}
DROP_SCORES = {
    SCORED: """
        if self.use_dropout:
            scores, scores_cache = dropout_forward(scores, self.dropout_param)
        if y is None:
    """,
    BACK: """
        if self.use_dropout:
            dscores = dropout_backward(dscores, scores_cache)
            dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dscores, cache)
        for layer in range(self.num_layers - 1, 0, -1):
    """,
}
NOT_IN_HIDDEN_LAYERS = {FORWARD_CALL: "pass", BACKWARD_CALL: "pass"}
BACKWARD_IF_DROPPED = {
    BACKWARD_CALL: """
        if layer in dropout_caches:
            dout = dropout_backward(dout, dropout_caches[layer])
    """
}


def _dropping_if(condition):
    forward = f"""
        if {condition}:
            {FORWARD_CALL}
    """
    return {FORWARD_CALL: forward, **BACKWARD_IF_DROPPED}


NETS = [
    _in_net(
        "dropout on the scores, too",
        {"loss": DROP_SCORES},
        "Your scores seem to be dropped, too. What does a score of zero, by chance, say about an "
        "image? Look at which layers the class's docstring gives dropout.",
    ),
    _in_net(
        "dropout on the images, too",
        {"loss": DROP_IMAGES},
        "Your images seem to lose pixels before the first layer. Look at which layers the class's "
        "docstring gives dropout, and where in them.",
    ),
    _in_net(
        "dropout on the images alone",
        {"loss": {**DROP_IMAGES, **NOT_IN_HIDDEN_LAYERS}},
        "Your images seem to lose pixels, and your hidden layers nothing. After which step of a "
        "hidden layer does the class's docstring have dropout?",
    ),
    _in_net(
        "dropout on the scores alone",
        {"loss": {**DROP_SCORES, **NOT_IN_HIDDEN_LAYERS}},
        "Your scores seem to be dropped, and your hidden layers' activations not. What does a score"
        " of zero, by chance, say about an image? After which step does the docstring drop any?",
    ),
    _in_net(
        "dropout on each layer's input",
        {
            "loss": {
                FORWARD_CALL: "pass",
                BEGIN_LAYER: f"""
                    {BEGIN_LAYER}
                    if self.use_dropout:
                        {FORWARD_CALL}
                """,
                BACKWARD_CALL: """
                    if layer + 1 in dropout_caches:
                        dout = dropout_backward(dout, dropout_caches[layer + 1])
                """,
            }
        },
        "You seem to drop what goes into each hidden layer: pixels at the first, and nothing of "
        "the last one's output. At which end of a layer does the class's docstring have dropout?",
    ),
    _in_net(
        "dropout on the last hidden layer alone",
        {"loss": _dropping_if("layer == self.num_layers - 1")},
        "Only your last hidden layer seems to drop anything. Which layers does the class's "
        "docstring give dropout? Look at what stands inside the loop.",
    ),
    _in_net(
        "dropout on the first hidden layer alone",
        {"loss": _dropping_if("layer == 1")},
        "Only your first hidden layer seems to drop anything. Which layers does the class's "
        "docstring give dropout? Look at what happens in the later rounds of the loop.",
    ),
    _in_net(
        "dropout not wired in",
        {"loss": NOT_IN_HIDDEN_LAYERS},
        "Your net seems to compute as if it had no dropout. Which function was written for this, "
        "and where is it called?",
    ),
    _in_net(
        "dropout left out of the backward pass",
        {"loss": {BACKWARD_CALL: "pass"}},
        "Your backward pass seems to go around dropout. Every step of the forward pass has its "
        "step back. Count the steps of one hidden layer in both directions.",
    ),
    _in_net(
        "another layer's mask in the backward pass",
        {
            "loss": {
                BACKWARD_CALL: "dout = dropout_backward(dout, dropout_caches[self.num_layers - 1])"
            }
        },
        "A layer's gradient seems to meet the mask of another layer. What is kept of the forward "
        "pass for the way back, and which layer's is it in each round of the loop?",
    ),
    _in_net(
        "dropout's gradient after that of the layer",
        {
            "loss": {
                BACKWARD_CALL: """
                    if layer + 1 in dropout_caches:
                        dout = dropout_backward(dout, dropout_caches[layer + 1])
                """,
                "return loss, grads": """
                    if self.use_dropout:
                        dropout_backward(dout, dropout_caches[1])
                    return loss, grads
                """,
            }
        },
        "Your backward pass seems to undo affine and relu first, dropout afterwards. What came "
        "last on the way forward, and what is then first on the way back?",
    ),
    _in_net(
        "dropout's gradient added to the one above",
        {"loss": {BACKWARD_CALL: "dout = dout + dropout_backward(dout, dropout_caches[layer])"}},
        "The gradient behind dropout seems to be added to the one before it. By how many ways does "
        "an activation reach the next layer?",
    ),
    _in_net(
        "dropped twice",
        {
            "loss": {
                FORWARD_CALL: """
                    out, once = dropout_forward(out, self.dropout_param)
                    out, twice = dropout_forward(out, self.dropout_param)
                    dropout_caches[layer] = once, twice
                """,
                BACKWARD_CALL: """
                    once, twice = dropout_caches[layer]
                    dout = dropout_backward(dropout_backward(dout, twice), once)
                """,
            }
        },
        "Each hidden layer seems to drop twice. How many are left of a hundred, if a half is kept, "
        "and how many times is the function called for one layer?",
    ),
    _in_net(
        "dropped when the net is tested",
        {
            "loss": {
                'self.dropout_param["mode"] = "test" if y is None else "train"': (
                    'self.dropout_param["mode"] = "train"'
                )
            }
        },
        "Your net seems to drop activations when it predicts. Would the same image get the same "
        "scores twice? Look at where loss sets the mode.",
    ),
    _in_net(
        "dropout left out where the net normalizes",
        {"loss": _dropping_if("not self.use_batchnorm")},
        "A net with batch normalization seems to have no dropout in yours. Can one have both? Look "
        "at which of your conditions exclude each other.",
    ),
    _in_net(
        "keep ratio taken for the ratio dropped",
        {
            "__init__": {
                'self.dropout_param = {"mode": "train", "p": dropout_keep_ratio}': (
                    'self.dropout_param = {"mode": "train", "p": 1 - dropout_keep_ratio}'
                )
            }
        },
        "Your net seems to drop as many as it should keep. Which event's probability is p for "
        "dropout_forward, and which one's is the constructor's argument?",
    ),
]

BANK = [
    replace(each, price=dict(zip(each.costs, (PRICES[each.name], 0), strict=False)))
    if each.name in PRICES
    else each
    for each in (*FORWARDS, *BACKWARDS, *NETS)
]

# What the quantities are called in a sentence to a student.
WORDS = {
    "layers.dropout_forward": {"mask": "the mask", "what is returned": "the output"},
    "layers.dropout_backward": {"mask": "the mask", "what is returned": "dx"},
}
