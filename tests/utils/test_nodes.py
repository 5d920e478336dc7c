"""The graph of batch normalization: gradients are judged one by one, up to the first wrong one."""

import numpy as np
import pytest

from utils.nodes import ORDER, check_nodes

ALL = [f"d{name}" for _, name in ORDER]


def right(dy, gamma, c, sigma, r, x_hat):
    dgamma, dbeta, dx_hat = np.sum(dy * x_hat), np.sum(dy), dy * gamma
    dr = np.sum(dx_hat * c)
    dsigma = -dr / sigma**2
    dv = dsigma / (2 * sigma)
    dq = dv / len(dy)
    dc = dx_hat * r + 2 * c * dq
    dmu = -np.sum(dc)
    dx = dc + dmu / len(dy)
    return {**locals(), "dx_collected": dx}


def said(capsys, **changes):
    """The lines printed about gradients of which some are changed."""

    def backward(*args):
        found = right(*args)
        return {**found, **{name: change(found[name]) for name, change in changes.items()}}

    check_nodes(backward)
    return capsys.readouterr().out.splitlines()


def test_right_gradients_are_right_at_every_node(capsys):
    lines = said(capsys)
    assert [line.split(":")[0].split()[-1] for line in lines] == [*ALL, "dx_collected"]
    assert all(": right" in line for line in lines)


@pytest.mark.parametrize("name", [*ALL, "dx_collected"])
@pytest.mark.parametrize("factor", [-1, 2, 1 / 6])
def test_a_wrong_factor_is_named_and_ends_the_list(capsys, name, factor):
    lines = said(capsys, **{name: lambda value: factor * np.asarray(value)})
    assert f"d{name[1:]}: off" in lines[-1]
    assert f"it is {factor:.4g} times the numerical gradient" in lines[-1]
    assert all(": right" in line for line in lines[:-1])


def test_one_contribution_of_two_is_no_factor(capsys):
    last = said(capsys, dx=lambda dx: dx + 1)[-1]
    assert "dx: off" in last and "times" not in last


def test_a_number_that_is_the_same_for_every_row_may_be_one_number(capsys):
    assert said(capsys, dq=lambda dq: np.full(6, dq)) == said(capsys)


def test_a_sum_that_is_missing_is_seen_in_the_shape(capsys):
    assert said(capsys, dmu=lambda dmu: np.full(6, dmu))[-1].endswith("shape (6,), not a number")


def test_what_is_not_written_yet_ends_the_list(capsys):
    assert said(capsys, dv=lambda dv: ...)[-1] == "node 5  dv: not written yet"
