"""What one may get wrong in the toy assignment."""

from autograder.misconceptions import Misconception

BANK = [
    Misconception(
        "weights added",
        {"layers.scale_forward": {"out = x * w": "out = x + w"}},
        ("scale_forward",),
        "You seem to add the weights. Look at what the docstring says of them.",
    ),
    Misconception(
        "weights forgotten in dx",
        {"layers.scale_backward": {"dx = dout * w": "dx = dout"}},
        ("scale_backward",),
        "Your dx seems to be the upstream gradient itself. What does out change by, if x does?",
    ),
]
