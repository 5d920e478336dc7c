"""Trains a model by minibatch gradient descent and keeps what it was at its best."""

import copy

import numpy as np

from nndl import optim


class Solver:
    """Minimizes the loss of a model on training data.

    The model has a dict ``params`` of arrays and a method ``loss(X, y)`` that returns the loss
    and the gradients by name, or the scores if y is None; FullyConnectedNet is one. Where it has
    ``bn_params``, the running statistics in them go with the parameters.

    Attributes:
        loss_history: the minibatch loss of every iteration.
        train_acc_history, val_acc_history: accuracy before training (after the first update) and
            after every epoch.
        best_val_acc, best_params: the highest validation accuracy, and a copy of the parameters
            that reached it; train() puts a copy into the model when it ends.
        best_bn_params: a copy of the model's bn_params at that time; None if it has none.
    """

    def __init__(
        self,
        model,
        data,
        update_rule="sgd",
        optim_config=None,
        lr_decay=1.0,
        batch_size=100,
        num_epochs=10,
        print_every=10,
        verbose=True,
        num_train_samples=1000,
    ):
        """Prepare to train; nothing runs before train().

        Args:
            model: what to train.
            data: dict of X_train, y_train, X_val, y_val; X arrays are (N, d_1, ..., d_k), y (N,).
            update_rule: name of a function in nndl.optim.
            optim_config: dict of its hyperparameters; each parameter gets a copy.
            lr_decay: factor on the learning rate after each epoch.
            batch_size: rows in a minibatch, drawn with replacement from numpy's global generator.
            num_epochs: how often to go through as many rows as the training data have.
            print_every: iterations between two printed losses.
            verbose: whether to print losses and accuracies.
            num_train_samples: rows of the training data its accuracy is measured on.

        Raises:
            ValueError: there is no such update rule.
        """
        if update_rule.startswith("_") or not callable(getattr(optim, update_rule, None)):
            raise ValueError(
                f"update_rule is {update_rule!r}; use one of sgd, sgd_momentum, "
                "sgd_nesterov_momentum, adagrad, rmsprop, adam"
            )
        self.model = model
        self.X_train, self.y_train = data["X_train"], data["y_train"]
        self.X_val, self.y_val = data["X_val"], data["y_val"]
        self.update_rule = getattr(optim, update_rule)
        self.lr_decay = lr_decay
        self.batch_size = batch_size
        self.num_epochs = num_epochs
        self.print_every = print_every
        self.verbose = verbose
        self.num_train_samples = num_train_samples

        self.optim_configs = {name: dict(optim_config or {}) for name in model.params}
        self.loss_history = []
        self.train_acc_history = []
        self.val_acc_history = []
        self.best_val_acc = 0.0
        self.best_params = {}
        self.best_bn_params = None

    def _step(self):
        """Update every parameter once, from one minibatch."""
        batch = np.random.choice(len(self.X_train), self.batch_size)
        loss, grads = self.model.loss(self.X_train[batch], self.y_train[batch])
        self.loss_history.append(loss)
        for name, w in self.model.params.items():
            self.model.params[name], self.optim_configs[name] = self.update_rule(
                w, grads[name], self.optim_configs[name]
            )

    def check_accuracy(self, X, y, num_samples=None, batch_size=1000):
        """Fraction of rows whose highest score is their label's.

        Args:
            X: inputs, (N, d_1, ..., d_k).
            y: labels, (N,).
            num_samples: if given and less than N, as many rows are drawn at random.
            batch_size: rows scored at once, to bound the memory used.

        Returns:
            The accuracy, a float.
        """
        if num_samples is not None and num_samples < len(X):
            sample = np.random.choice(len(X), num_samples)
            X, y = X[sample], y[sample]
        correct = 0
        for start in range(0, len(X), batch_size):
            rows = slice(start, start + batch_size)
            correct += np.sum(np.argmax(self.model.loss(X[rows]), axis=1) == y[rows])
        return float(correct / len(X))

    def _record_accuracy(self, epoch):
        train_acc = self.check_accuracy(self.X_train, self.y_train, self.num_train_samples)
        val_acc = self.check_accuracy(self.X_val, self.y_val)
        self.train_acc_history.append(train_acc)
        self.val_acc_history.append(val_acc)
        if self.verbose:
            print(
                f"(Epoch {epoch} / {self.num_epochs}) "
                f"train acc: {train_acc:.6f}; val acc: {val_acc:.6f}"
            )
        if val_acc > self.best_val_acc:
            # The update rules work in place: without a copy the best would go on changing.
            self.best_params = {name: w.copy() for name, w in self.model.params.items()}
            # Running statistics belong to the parameters they were gathered with.
            self.best_bn_params = copy.deepcopy(getattr(self.model, "bn_params", None))
            self.best_val_acc = val_acc

    def train(self):
        """Train for num_epochs, then give the model the parameters that validated best.

        Called again, it goes on from there.

        Raises:
            KeyboardInterrupt: training was interrupted. Model and histories can be used all the
                same: the model has the best parameters there were until then.
        """
        try:
            self._run_epochs()
        except KeyboardInterrupt:
            del self.train_acc_history[len(self.val_acc_history) :]
            best = f"its best parameters so far, validation accuracy {self.best_val_acc:.3f}"
            print(
                f"Interrupted in iteration {len(self.loss_history)}: the model has "
                + (best if self.best_params else "the parameters it had reached")
            )
            raise
        finally:
            if self.best_params:
                self.model.params = {name: w.copy() for name, w in self.best_params.items()}
                if self.best_bn_params is not None:
                    self.model.bn_params = copy.deepcopy(self.best_bn_params)

    def _run_epochs(self):
        per_epoch = max(len(self.X_train) // self.batch_size, 1)
        num_iterations = self.num_epochs * per_epoch
        for iteration in range(num_iterations):
            self._step()
            if self.verbose and iteration % self.print_every == 0:
                print(
                    f"(Iteration {iteration + 1} / {num_iterations}) "
                    f"loss: {self.loss_history[-1]:.6f}"
                )
            if iteration == 0:
                self._record_accuracy(epoch=0)
            if (iteration + 1) % per_epoch == 0:
                self._record_accuracy(epoch=(iteration + 1) // per_epoch)
                for config in self.optim_configs.values():
                    if "learning_rate" in config:
                        config["learning_rate"] *= self.lr_decay
