"""A convolutional network of three layers, with or without spatial batch normalization."""

import numpy as np

from .conv_layer_utils import (
    conv_batchnorm_relu_pool_backward,
    conv_batchnorm_relu_pool_forward,
    conv_relu_pool_backward,
    conv_relu_pool_forward,
)
from .layer_utils import affine_relu_backward, affine_relu_forward
from .layers import affine_backward, affine_forward, softmax_loss


class ThreeLayerConvNet:
    """conv - [spatial batchnorm] - relu - 2 x 2 max pool - affine - relu - affine: the scores.

    ``params`` holds the filters W1, (num_filters, C, filter_size, filter_size), the weights of the
    hidden layer, W2, and of the output layer, W3, the biases b1, b2, b3, and, if the net
    normalizes, gamma1 and beta1, (num_filters,). A Solver updates them.

    Attributes:
        params: dict of name -> array, all of the net's dtype.
        conv_param, pool_param: the arguments of the same name of conv_relu_pool_forward: the
            convolution keeps the height and width of an image, the pooling halves them.
        bn_params: the ``bn_param`` of spatial_batchnorm_forward, in a list (empty if the net does
            not normalize).
    """

    def __init__(
        self,
        input_dim=(3, 32, 32),
        num_filters=32,
        filter_size=7,
        hidden_dim=100,
        num_classes=10,
        weight_scale=1e-3,
        reg=0.0,
        dtype=np.float32,
        use_batchnorm=False,
        seed=None,
    ):
        """Draw the weights from a normal distribution; biases start at zero, gamma at 1, beta at 0.

        Args:
            input_dim: channels, height and width of an image, (C, H, W); H and W are even.
            num_filters: of the convolution, an int.
            filter_size: height and width of a filter, an odd int.
            hidden_dim: width of the hidden layer, an int.
            num_classes: classes to tell apart, an int.
            weight_scale: standard deviation of all initial weights.
            reg: strength of the L2 penalty on the weights.
            dtype: of every parameter and computation; float64 for gradient checks.
            use_batchnorm: whether what the convolution gives is normalized.
            seed: of the weights. None draws them from numpy's global generator, so that
                np.random.seed makes a whole notebook repeatable.
        """
        self.use_batchnorm = use_batchnorm
        self.reg = reg
        self.dtype = dtype
        self.params = {}
        self.conv_param = {"stride": 1, "pad": (filter_size - 1) // 2}
        self.pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}

        rng = np.random if seed is None else np.random.RandomState(seed)
        C, H, W = input_dim
        # To do: params W1, b1, W2, b2, W3 and b3. Draw the weights with rng.
        pooled = num_filters * (H // 2) * (W // 2)
        self.params["W1"] = weight_scale * rng.randn(num_filters, C, filter_size, filter_size)
        self.params["b1"] = np.zeros(num_filters)
        self.params["W2"] = weight_scale * rng.randn(pooled, hidden_dim)
        self.params["b2"] = np.zeros(hidden_dim)
        self.params["W3"] = weight_scale * rng.randn(hidden_dim, num_classes)
        self.params["b3"] = np.zeros(num_classes)

        self.bn_params = []
        if use_batchnorm:
            self.bn_params = [{"mode": "train"}]
            # To do: params gamma1 and beta1, ones and zeros.
            raise NotImplementedError("ThreeLayerConvNet.__init__ is not implemented yet")

        self.params = {name: param.astype(dtype) for name, param in self.params.items()}

    def loss(self, X, y=None):
        """Scores when testing; loss and gradients when training.

        The loss is the softmax loss plus 0.5 * reg * (the sum of all squared weights, those of the
        filters included); biases, gamma and beta are not penalized. A net that normalizes uses
        batch statistics when training and running statistics when testing.

        Args:
            X: images, (N, C, H, W).
            y: labels, (N,), integers; None means testing.

        Returns:
            When testing, the scores, (N, num_classes). When training, the loss, a float, and a
            dict with the gradient of every parameter under the parameter's name.
        """
        X = X.astype(self.dtype, copy=False)
        for bn_param in self.bn_params:
            bn_param["mode"] = "test" if y is None else "train"
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        W3, b3 = self.params["W3"], self.params["b3"]

        if self.use_batchnorm:
            # To do: the forward pass of the convolutional layer, with spatial batch normalization:
            # set pooled and conv_cache.
            raise NotImplementedError("ThreeLayerConvNet.loss is not implemented yet")
        else:
            # To do: the forward pass of the convolutional layer: set pooled and conv_cache.
            pooled, conv_cache = conv_relu_pool_forward(X, W1, b1, self.conv_param, self.pool_param)
        # To do: the two affine layers: set scores, and caches for their backward passes.
        hidden, hidden_cache = affine_relu_forward(pooled, W2, b2)
        scores, scores_cache = affine_forward(hidden, W3, b3)
        if y is None:
            return scores

        grads = {}
        # To do: the softmax loss and the backward pass of the affine layers: set loss, dpooled and
        # the gradients of W3, b3, W2 and b2.
        loss, dscores = softmax_loss(scores, y)
        dhidden, grads["W3"], grads["b3"] = affine_backward(dscores, scores_cache)
        dpooled, grads["W2"], grads["b2"] = affine_relu_backward(dhidden, hidden_cache)
        if self.use_batchnorm:
            # To do: the backward pass of the convolutional layer, with spatial batch normalization:
            # set the gradients of W1, b1, gamma1 and beta1.
            raise NotImplementedError("ThreeLayerConvNet.loss is not implemented yet")
        else:
            # To do: the backward pass of the convolutional layer: set the gradients of W1 and b1.
            _, grads["W1"], grads["b1"] = conv_relu_pool_backward(dpooled, conv_cache)

        # To do: the penalty: add it to loss, and what it adds to the gradients to grads.
        for name in ("W1", "W2", "W3"):
            loss += 0.5 * self.reg * float(np.sum(self.params[name] ** 2))
            grads[name] += self.reg * self.params[name]
        return loss, grads
