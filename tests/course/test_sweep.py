"""The weight-scale sweep of the batchnorm notebook shows what the notebook says it shows."""

import numpy as np
import pytest

from nndl.fc_net import FullyConnectedNet
from utils import data_utils
from utils.solver import Solver

SEEDS = range(5)
TINY, SMALL, MIDDLE, LARGE = SCALES = np.logspace(-4, 0, num=20)[[0, 4, 14, 19]]
PLAIN, NORMALISED = False, True


@pytest.fixture(scope="module")
def sweep():
    """(weight scale, whether normalised) -> best training accuracies and final losses, by seed."""
    with pytest.MonkeyPatch.context() as patch:
        # The claim is about the shipped subset, also where the full data set was fetched.
        patch.setattr(data_utils, "FULL_FILE", data_utils.SUBSET_FILE.with_name("absent.npz"))
        data = data_utils.get_CIFAR10_data()
    # Validation decides nothing here; fifty images of it save a sixth of the time.
    data["X_val"], data["y_val"] = data["X_val"][:50], data["y_val"][:50]
    results = {}
    for scale in SCALES:
        for normalised in (PLAIN, NORMALISED):
            solvers = [train(data, scale, normalised, seed) for seed in SEEDS]
            results[scale, normalised] = (
                np.array([max(solver.train_acc_history) for solver in solvers]),
                np.array([np.mean(solver.loss_history[-100:]) for solver in solvers]),
            )
    return results


def train(data, scale, normalised, seed):
    np.random.seed(seed)
    net = FullyConnectedNet([50] * 6, weight_scale=scale, use_batchnorm=normalised)
    solver = Solver(
        net,
        data,
        num_epochs=10,
        batch_size=50,
        update_rule="adam",
        optim_config={"learning_rate": 1e-3},
        verbose=False,
    )
    solver.train()
    return solver


@pytest.mark.parametrize("scale", [TINY, SMALL])
def test_at_small_scales_only_the_normalised_net_learns(sweep, scale):
    """Measured, best training accuracy for seeds 0 to 4:

    1e-4: plain 0.112 five times; normalised 0.393 0.376 0.371 0.316 0.367
    7e-4: plain 0.112 0.200 0.203 0.112 0.112; normalised 0.406 0.373 0.398 0.393 0.334

    With the code OpenBLAS has for three other kinds of processor: plain at most 0.200, normalised
    at least 0.311.
    """
    plain, _ = sweep[scale, PLAIN]
    normalised, _ = sweep[scale, NORMALISED]
    assert np.sum(plain < 0.25) >= 4, plain
    assert np.all(normalised > 0.28), normalised


def test_near_a_tenth_the_two_nets_meet(sweep):
    """Measured at 0.089, best training accuracy for seeds 0 to 4:

    plain 0.798 0.712 0.732 0.658 0.721; normalised 0.714 0.699 0.712 0.705 0.714

    On other processors the two differed by 0.103 at most.
    """
    plain, _ = sweep[MIDDLE, PLAIN]
    normalised, _ = sweep[MIDDLE, NORMALISED]
    assert np.all(np.abs(plain - normalised) < 0.15), (plain, normalised)
    assert np.all(np.minimum(plain, normalised) > 0.5), (plain, normalised)


def test_at_scale_one_the_plain_net_ends_with_more_than_ten_times_the_loss(sweep):
    """Measured at 1, mean loss of the last 100 iterations for seeds 0 to 4:

    plain 6.1, 7.9, 8.8, 8.5 and 5.2 million; normalised 3.20 3.52 3.27 3.14 3.24
    """
    _, plain = sweep[LARGE, PLAIN]
    _, normalised = sweep[LARGE, NORMALISED]
    assert np.all(plain > 10 * normalised), (plain, normalised)
