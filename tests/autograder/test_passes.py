"""Names say which functions are the two passes of one layer."""

import pytest

from autograder.judging.passes import backward_of, forward_of, is_forward


@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        ("layers.relu_forward", "layers.relu_backward"),
        ("conv_layers.conv_forward_naive", "conv_layers.conv_backward_naive"),
        ("forward_nets.step_forward", "forward_nets.step_backward"),
    ],
)
def test_a_forward_pass_goes_with_a_backward_pass(forward, backward):
    assert is_forward(forward)
    assert not is_forward(backward)
    for function in (forward, backward):
        assert forward_of(function) == forward
        assert backward_of(function) == backward


@pytest.mark.parametrize("function", ["fc_net.FullyConnectedNet.loss", "a.forwards", "a_forward.b"])
def test_other_functions_are_passes_of_nothing(function):
    assert not is_forward(function)
    assert forward_of(function) == backward_of(function) == function
