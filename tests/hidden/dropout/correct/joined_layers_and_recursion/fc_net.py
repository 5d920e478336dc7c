# One joined layer with dropout at its end, and a net that calls itself layer by layer.


def affine_relu_dropout_forward(x, w, b, dropout_param):
    a, first = affine_relu_forward(x, w, b)
    out, second = dropout_forward(a, dropout_param)
    return out, (first, second)


def affine_relu_dropout_backward(dout, cache):
    first, second = cache
    return affine_relu_backward(dropout_backward(dout, second), first)


class FullyConnectedNet(FullyConnectedNet):
    def loss(self, X, y=None):
        if not self.use_dropout or self.use_batchnorm:
            return super().loss(X, y)
        self.dropout_param.update(mode="train" if y is not None else "test")
        grads = {}
        result = self._from(1, X.astype(self.dtype), y, grads)
        if y is None:
            return result
        loss, _ = result
        for number in range(1, self.num_layers + 1):
            weights = self.params[f"W{number}"]
            loss += 0.5 * self.reg * float((weights * weights).sum())
            grads[f"W{number}"] += self.reg * weights
        return loss, grads

    def _from(self, number, x, y, grads):
        """Scores, or the loss and its gradient with respect to x."""
        w, b = f"W{number}", f"b{number}"
        if number == self.num_layers:
            scores, cache = affine_forward(x, self.params[w], self.params[b])
            if y is None:
                return scores
            loss, dout = softmax_loss(scores, y)
            dx, grads[w], grads[b] = affine_backward(dout, cache)
            return loss, dx
        out, cache = affine_relu_dropout_forward(
            x, self.params[w], self.params[b], self.dropout_param
        )
        rest = self._from(number + 1, out, y, grads)
        if y is None:
            return rest
        loss, dout = rest
        dx, grads[w], grads[b] = affine_relu_dropout_backward(dout, cache)
        return loss, dx


_WithoutBatchnorm = FullyConnectedNet


class FullyConnectedNet(_WithoutBatchnorm):
    def loss(self, X, y=None):
        if not (self.use_dropout and self.use_batchnorm):
            return super().loss(X, y)
        mode = "train" if y is not None else "test"
        for each in [*self.bn_params, self.dropout_param]:
            each["mode"] = mode
        out, caches = X.astype(self.dtype), []
        for number in range(1, self.num_layers):
            w, b, gamma, beta = (self.params[f"{kind}{number}"] for kind in ("W", "b", "gamma", "beta"))
            out, cache = affine_batchnorm_relu_forward(out, w, b, gamma, beta, self.bn_params[number - 1])
            caches.append(cache)
            out, cache = dropout_forward(out, self.dropout_param)
            caches.append(cache)
        number = self.num_layers
        scores, cache = affine_forward(out, self.params[f"W{number}"], self.params[f"b{number}"])
        if y is None:
            return scores
        loss, dout = softmax_loss(scores, y)
        grads = {}
        dout, grads[f"W{number}"], grads[f"b{number}"] = affine_backward(dout, cache)
        while caches:
            number -= 1
            dout = dropout_backward(dout, caches.pop())
            dout, *rest = affine_batchnorm_relu_backward(dout, caches.pop())
            grads.update(zip((f"{kind}{number}" for kind in ("W", "b", "gamma", "beta")), rest))
        for number in range(1, self.num_layers + 1):
            weights = self.params[f"W{number}"]
            loss += 0.5 * self.reg * float((weights * weights).sum())
            grads[f"W{number}"] += self.reg * weights
        return loss, grads
