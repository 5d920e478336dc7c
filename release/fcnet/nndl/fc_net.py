"""A fully connected network of any depth, with or without batch normalization and dropout."""

import numpy as np

from .layer_utils import (
    affine_batchnorm_relu_backward,
    affine_batchnorm_relu_forward,
    affine_relu_backward,
    affine_relu_forward,
)
from .layers import (
    affine_backward,
    affine_forward,
    dropout_backward,
    dropout_forward,
    softmax_loss,
)


class FullyConnectedNet:
    """Hidden layers of affine - [batchnorm] - relu - [dropout], then one affine layer: the scores.

    With L - 1 hidden layers, ``params`` holds the weights W1 ... WL, the biases b1 ... bL and,
    if the net normalizes, gamma1, beta1 ... gamma{L-1}, beta{L-1}: the output layer is not
    normalized. A Solver updates them.

    Attributes:
        params: dict of name -> array, all of the net's dtype.
        bn_params: one dict for each hidden layer, the ``bn_param`` of its batchnorm_forward
            (empty if the net does not normalize).
        dropout_param: dict, the ``dropout_param`` of every dropout_forward. A "seed" put into it
            drops the same activations in each call, which a gradient check needs.
    """

    def __init__(
        self,
        hidden_dims,
        input_dim=3 * 32 * 32,
        num_classes=10,
        use_batchnorm=False,
        reg=0.0,
        weight_scale=1e-2,
        dtype=np.float32,
        seed=None,
        dropout_keep_ratio=1.0,
    ):
        """Draw the weights from a normal distribution; biases start at zero, gamma at 1, beta at 0.

        Args:
            hidden_dims: the width of each hidden layer, a list of ints.
            input_dim: features of one input, an int.
            num_classes: classes to tell apart, an int.
            use_batchnorm: whether each hidden layer is normalized.
            reg: strength of the L2 penalty on the weights.
            weight_scale: standard deviation of the initial weights.
            dtype: of every parameter and computation; float64 for gradient checks.
            seed: of the weights. None draws them from numpy's global generator, so that
                np.random.seed makes a whole notebook repeatable.
            dropout_keep_ratio: probability that an activation of a hidden layer is kept while
                training; 1 for no dropout.
        """
        self.use_batchnorm = use_batchnorm
        self.use_dropout = dropout_keep_ratio < 1
        self.dropout_param = {"mode": "train", "p": dropout_keep_ratio}
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.dtype = dtype
        self.params = {}

        rng = np.random if seed is None else np.random.RandomState(seed)
        dims = [input_dim, *hidden_dims, num_classes]
        # To do: params W1, b1, W2, b2, ..., for every layer, the output layer included. Draw the
        # weights with rng.
        raise NotImplementedError("FullyConnectedNet.__init__ is not implemented yet")

        self.bn_params = []
        if use_batchnorm:
            self.bn_params = [{"mode": "train"} for _ in hidden_dims]
            # To do: params gamma1, beta1, gamma2, ..., for each hidden layer, ones and zeros.
            raise NotImplementedError("FullyConnectedNet.__init__ comes with the assignment Batch normalization")

        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def loss(self, X, y=None):
        """Scores when testing; loss and gradients when training.

        The loss is the softmax loss plus 0.5 * reg * (the sum of all squared weights); biases,
        gammas and betas are not penalized. A net that normalizes uses batch statistics
        when training and running statistics when testing; one with dropout drops activations of
        its hidden layers when training only.

        Args:
            X: inputs, (N, d_1, ..., d_k), input_dim features each.
            y: labels, (N,), integers; None means testing.

        Returns:
            When testing, the scores, (N, num_classes). When training, the loss, a float, and a
            dict with the gradient of every parameter under the parameter's name.
        """
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        self.dropout_param["mode"] = "test" if y is None else "train"

        out, caches, dropout_caches = X, {}, {}
        for layer in range(1, self.num_layers):
            W, b = self.params[f"W{layer}"], self.params[f"b{layer}"]
            if self.use_batchnorm:
                # To do: the forward pass of this hidden layer, with batch normalization:
                # set out and caches[layer].
                raise NotImplementedError("FullyConnectedNet.loss comes with the assignment Batch normalization")
            else:
                # To do: the forward pass of this hidden layer: set out and caches[layer].
                raise NotImplementedError("FullyConnectedNet.loss is not implemented yet")
            if self.use_dropout:
                # To do: drop some of what this hidden layer gives: set out and
                # dropout_caches[layer].
                raise NotImplementedError("FullyConnectedNet.loss comes with the assignment Dropout")
        last = self.num_layers
        # To do: the output layer: set scores, and cache for its backward pass.
        raise NotImplementedError("FullyConnectedNet.loss is not implemented yet")
        if y is None:
            return scores

        grads = {}
        # To do: the softmax loss and the backward pass of the output layer: set loss, dout and the
        # gradients of the last W and b.
        raise NotImplementedError("FullyConnectedNet.loss is not implemented yet")
        for layer in range(self.num_layers - 1, 0, -1):
            if self.use_dropout:
                # To do: the backward pass of this layer's dropout: set dout.
                raise NotImplementedError("FullyConnectedNet.loss comes with the assignment Dropout")
            if self.use_batchnorm:
                # To do: the backward pass of this hidden layer: set dout and the gradients
                # of this layer's W, b, gamma and beta.
                raise NotImplementedError("FullyConnectedNet.loss comes with the assignment Batch normalization")
            else:
                # To do: the backward pass of this hidden layer: set dout and the gradients of this
                # layer's W and b.
                raise NotImplementedError("FullyConnectedNet.loss is not implemented yet")

        # To do: the penalty: add it to loss, and what it adds to the gradients to grads.
        raise NotImplementedError("FullyConnectedNet.loss is not implemented yet")
        return loss, grads
