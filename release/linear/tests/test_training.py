"""Checks of Exercise 6, the training of a linear classifier: `pytest -k Exercise6`."""

import numpy as np

from nndl.linear_classifier import LinearClassifier, Softmax
from utils.linear_checks import assert_close

N, D = 12, 3
X = np.arange(N)[:, None] + np.array([0.0, 100, 200])  # the first number says which point it is
y = np.arange(N) % 4
START = np.arange(12.0).reshape(D, 4)


class Recording(LinearClassifier):
    """A classifier whose loss is 0.5, its gradient 1 everywhere, and that keeps what it gets."""

    def __init__(self, W=None):
        super().__init__(W)
        self.batches, self.regs = [], []

    def loss(self, X_batch, y_batch, reg):
        self.batches.append((np.array(X_batch), np.array(y_batch)))
        self.regs.append(reg)
        return 0.5, np.ones((D, 4))


class TestExercise6Training:
    def test_the_largest_score_is_predicted(self):
        model = LinearClassifier(np.array([[1.0, 0.0, -1.0], [0.0, 2.0, 0.0]]))
        got = np.asarray(model.predict(np.array([[1.0, 0], [0, 1], [-1, 0], [3, 1]])))
        message = "the scores are (1, 0, -1), (0, 2, 0), (-1, 0, 1), (3, 2, -3): predicted is"
        assert_close(got, [0, 1, 2, 0], message)

    def test_a_step_goes_against_the_gradient(self):
        model = Recording(START)
        model.train(X, y, learning_rate=0.25, num_iters=1, batch_size=4)
        message = "one step of rate 0.25, the gradient 1 everywhere: W should be 0.25 less than it"
        if model.W.shape == START.shape and np.allclose(model.W, START):
            message = "train did not change self.W, which is"
        assert_close(model.W, START - 0.25, f"{message} was; it is")

    def test_each_step_goes_on_from_the_last(self):
        model = Recording(START)
        losses = model.train(X, y, learning_rate=0.1, num_iters=7, batch_size=4)
        assert_close(model.W, START - 0.7, "seven steps of rate 0.1, the gradient 1: W is")
        assert_close(losses, [0.5] * 7, "self.loss says 0.5 seven times: train returned")
        assert len(model.batches) == 7, f"self.loss was called {len(model.batches)} times, not 7"

    def test_weights_start_small_and_random(self):
        model = Recording()
        model.train(X, y, num_iters=0)
        shape = np.shape(model.W)
        assert shape == (D, 4), (
            f"points of 3 numbers and labels from 0 to 3: W should be (3, 4), and has shape {shape}"
        )
        many = Recording()
        many.train(np.zeros((20, 500)), np.arange(20), num_iters=0)
        spread = np.std(many.W)
        assert 0.0009 < spread < 0.0011, (
            f"the standard deviation of W at the start should be 0.001; yours is {spread:.2g}"
        )
        assert abs(np.mean(many.W)) < 1e-4, "the mean of W at the start should be 0"

    def test_reg_reaches_the_loss(self):
        model = Recording(START)
        model.train(X, y, reg=3.5, num_iters=2, batch_size=4)
        assert model.regs == [3.5, 3.5], f"reg = 3.5 should go to self.loss, which got {model.regs}"

    def test_a_minibatch_holds_points_with_their_own_labels(self):
        model = Recording(START)
        model.train(X, y, num_iters=20, batch_size=5)
        for X_batch, y_batch in model.batches:
            assert X_batch.shape == (5, D) and y_batch.shape == (5,), (
                f"with batch_size = 5 a minibatch should be (5, {D}) and (5,), and is "
                f"{X_batch.shape} and {y_batch.shape}"
            )
            places = X_batch[:, 0].astype(int)
            assert np.array_equal(X_batch, X[places]), "a minibatch has points that are not in X"
            assert np.array_equal(y_batch, y[places]), (
                "a minibatch has labels that do not belong to its points: the same places should "
                "pick both"
            )

    def test_minibatches_are_drawn_anew_from_all_points(self):
        model = Recording(START)
        model.train(X, y, num_iters=200, batch_size=4)
        drawn = [np.sort(X_batch[:, 0]).astype(int).tolist() for X_batch, _ in model.batches]
        assert drawn[0] != drawn[1] or drawn[1] != drawn[2], (
            "every step had the same minibatch: draw anew in each"
        )
        never = sorted(set(range(N)) - {place for places in drawn for place in places})
        assert not never, f"in 200 steps of 4 points, these of 12 were never drawn: {never}"

    def test_training_finds_what_is_easy_to_tell_apart(self):
        rng = np.random.RandomState(44)
        centres = np.array([[4.0, 0], [-4, 0], [0, 4]])
        labels = np.arange(90) % 3
        points = np.hstack([centres[labels] + rng.randn(90, 2), np.ones((90, 1))])
        model = Softmax()
        losses = model.train(points, labels, learning_rate=0.1, num_iters=200, batch_size=30)
        right = np.mean(np.asarray(model.predict(points)) == labels)
        assert right > 0.9, (
            f"three clouds that hardly overlap: {right:.0%} are predicted right, and the loss went "
            f"from {losses[0]:.3f} to {losses[-1]:.3f}. Do the checks of Exercise 4 pass?"
        )
