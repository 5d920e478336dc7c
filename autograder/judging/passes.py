"""Which functions are the forward and the backward pass of one layer: their names say it.

relu_forward goes with relu_backward, conv_forward_naive with conv_backward_naive. A forward pass
returns its output and a cache, which its backward pass takes.
"""

import re

_PASS = re.compile(r"(.*)_(forward|backward)(_\w+)?$")


def is_forward(function: str) -> bool:
    """Whether a function, as "layers.relu_forward", is a forward pass."""
    parts = _PASS.match(function)
    return parts is not None and parts[2] == "forward"


def forward_of(function: str) -> str:
    """The forward pass of the layer that a function is of; itself, if it is of none."""
    return _PASS.sub(r"\1_forward\3", function)


def backward_of(function: str) -> str:
    """The backward pass of the layer that a function is of; itself, if it is of none."""
    return _PASS.sub(r"\1_backward\3", function)
