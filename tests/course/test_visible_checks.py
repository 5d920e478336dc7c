"""What the visible checks say of mistakes that once passed them, or were sent the wrong way."""

import pytest

DX = "dx = gamma / std * (dout - dbeta / len(dout) - x_hat * (dgamma / len(dout)))"
KEPT = "self.bn_params[layer - 1]"


@pytest.mark.parametrize("other", [f"dict({KEPT})", '{"mode": bn_mode}', "self.bn_params[0]"])
def test_running_statistics_that_are_lost_or_shared_are_noticed(said, other):
    other = other.replace("bn_mode", f'{KEPT}["mode"]')
    message = said(4, f"gamma, beta, {KEPT}", f"gamma, beta, {other}")
    assert message.startswith("testing agrees with training after many passes: if ")
    assert "are running statistics lost or shared?" in message


@pytest.mark.parametrize(
    ("dx", "place"),
    [
        ("gamma / std * (dout - x_hat * dgamma / len(dout))", "through the mean is off"),
        ("gamma / std * (dout - dbeta / len(dout))", "through the variance is off"),
        (DX[5:].replace("gamma / std", "1 / std"), "gamma is missing"),
        (DX[5:].replace("/ std", "/ std**2"), "a factor common"),
    ],
)
def test_two_sums_tell_which_way_back_is_wrong(said, dx, place):
    message = said(3, DX, f"dx = {dx}")
    assert message.startswith("dx: relative error ")
    assert place in message


def test_gradients_that_have_changed_places_are_recognized(said):
    message = said(3, "return dx, dgamma, dbeta\n    ###", "return dx, dbeta, dgamma\n    ###")
    assert "dgamma and dbeta have changed places" in message


def test_a_wrong_forward_pass_is_to_be_mended_before_its_gradient(said):
    message = said(3, "var = np.mean(centred**2, axis=0)", "var = x.var(axis=0, ddof=1)")
    assert "your forward pass is another function than Exercise 1 asks for" in message


def test_float32_is_said_to_be_too_coarse_for_a_numerical_gradient(said):
    out = "return gamma * x_hat + beta, cache"
    message = said(
        3,
        out,
        out.replace("beta,", "beta.astype(np.float32),").replace(
            "gamma * x_hat", "(gamma * x_hat).astype(np.float32)"
        ),
    )
    assert "float32" in message


def test_an_upstream_gradient_that_is_overwritten_is_noticed(said):
    message = said(3, DX, f"{DX}\n    dout *= 2")
    assert "should leave dout alone" in message


def test_a_wrong_layer_is_to_be_mended_before_the_net(said):
    message = said(4, DX, "dx = gamma / std * dout")
    assert message.startswith("gradients: the check of Exercise 3 fails: mend that first, the net")


def test_statistics_over_the_wrong_axis_are_told_by_a_check(said):
    wrong = "mean = x.mean(axis=1, keepdims=True)"
    assert said(1, "mean = x.mean(axis=0)", wrong).startswith("a batch worked by hand")
