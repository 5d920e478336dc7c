"""Linear classifiers, trained by stochastic gradient descent on the losses of linear_losses."""

import numpy as np

from .linear_losses import softmax_loss_vectorized, svm_loss_vectorized


class LinearClassifier:
    """Scores X @ W, one for each class; which loss W is trained on, a subclass says.

    Attributes:
        W: weights, (D, C), for D features and C classes; None until there are any.
    """

    def __init__(self, W=None):
        """Start with a copy of the weights W, (D, C), or without any."""
        self.W = None if W is None else W.copy()

    def loss(self, X_batch, y_batch, reg):
        """Loss of a minibatch with the weights self.W, and its gradient with respect to them.

        Args:
            X_batch: points, (N, D).
            y_batch: labels, (N,).
            reg: strength of the penalty on the weights.

        Returns:
            loss, a number, and its gradient, (D, C).
        """
        raise NotImplementedError("a subclass, such as Softmax, says what the loss is")

    def train(
        self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False
    ):
        """Train self.W by stochastic gradient descent.

        If self.W is None, it starts with normal random numbers of mean 0 and standard deviation
        0.001, for as many classes as the largest label says. Weights that are there are trained
        on. Each step draws a minibatch at random, anew, from the whole training set; whether it
        may hold a point twice is up to you. It asks self.loss for loss and gradient, and moves
        self.W against the gradient, by learning_rate times it.

        Args:
            X: training points, (N, D). Not modified.
            y: labels, (N,), whole numbers from 0.
            learning_rate: what the gradient is multiplied by in a step.
            reg: strength of the penalty, for self.loss.
            num_iters: number of steps.
            batch_size: points in a minibatch, at most N.
            verbose: whether to print the loss every 100 steps.

        Returns:
            A list of the num_iters losses, each of its minibatch before W was moved.
        """
        if self.W is None:
            # To do: draw self.W.
            raise NotImplementedError("LinearClassifier.train is not implemented yet")
        losses = []
        for step in range(num_iters):
            # To do: draw a minibatch, set loss to what self.loss says of it, and move self.W.
            raise NotImplementedError("LinearClassifier.train is not implemented yet")
            losses.append(loss)
            if verbose and step % 100 == 0:
                print(f"step {step} of {num_iters}: loss {loss:.4f}")
        return losses

    def predict(self, X):
        """Label points by the class with the highest score.

        Args:
            X: points, (N, D). Not modified.

        Returns:
            Labels, (N,).
        """
        raise NotImplementedError("LinearClassifier.predict is not implemented yet")


class LinearSVM(LinearClassifier):
    """A linear classifier with the hinge loss."""

    def loss(self, X_batch, y_batch, reg):
        return svm_loss_vectorized(self.W, X_batch, y_batch, reg)


class Softmax(LinearClassifier):
    """A linear classifier with the softmax loss."""

    def loss(self, X_batch, y_batch, reg):
        return softmax_loss_vectorized(self.W, X_batch, y_batch, reg)
