# Each layer leaves a function for its way back; what the constructor lacks is added after the given one.
from .conv_layers import (
    conv_backward_im2col,
    conv_forward_im2col,
    max_pool_backward_naive,
    max_pool_forward_naive,
)
from .layers import relu_backward, relu_forward
from .norm_layers import spatial_batchnorm_backward, spatial_batchnorm_forward

_Given = ThreeLayerConvNet


class ThreeLayerConvNet(_Given):
    def __init__(self, *args, use_batchnorm=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_batchnorm = bool(use_batchnorm)
        if use_batchnorm:
            self.bn_params = [{"mode": "train"}]
            self.params.update(gamma1=np.ones_like(self.params["b1"]), beta1=self.params["b1"] * 0)

    def loss(self, X, y=None):
        p, back = self.params, []

        def put(forward, backward, names, x, *more):
            out, cache = forward(x, *(p[name] for name in names), *more)

            def way_back(dout):
                dx = backward(dout, cache)
                if names:
                    dx, *gradients = dx
                    grads.update(zip(names, gradients))
                return dx

            back.append(way_back)
            return out

        grads = {}
        out = put(conv_forward_im2col, conv_backward_im2col, ("W1", "b1"),
                  np.asarray(X, dtype=self.dtype), self.conv_param)
        if self.use_batchnorm:
            (bn_param,) = self.bn_params
            bn_param["mode"] = ("train", "test")[y is None]
            out = put(spatial_batchnorm_forward, spatial_batchnorm_backward, ("gamma1", "beta1"),
                      out, bn_param)
        out = put(relu_forward, relu_backward, (), out)
        out = put(max_pool_forward_naive, max_pool_backward_naive, (), out, self.pool_param)
        out = put(affine_forward, affine_backward, ("W2", "b2"), out)
        out = put(relu_forward, relu_backward, (), out)
        scores = put(affine_forward, affine_backward, ("W3", "b3"), out)
        if y is None:
            return scores
        loss, dout = softmax_loss(scores, y)
        while back:
            dout = back.pop()(dout)
        weights = [name for name in p if name.startswith("W")]
        loss = loss + 0.5 * self.reg * sum(np.vdot(p[name], p[name]) for name in weights)
        return loss, {n: g + self.reg * p[n] if n in weights else g for n, g in grads.items()}
