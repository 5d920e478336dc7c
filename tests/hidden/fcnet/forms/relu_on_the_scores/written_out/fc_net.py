# No layer is called: lists of matrices, all in one place.
class FullyConnectedNet(FullyConnectedNet):
    def loss(self, X, y=None):
        L = self.num_layers
        Ws = [self.params["W%d" % (i + 1)] for i in range(L)]
        bs = [self.params["b%d" % (i + 1)] for i in range(L)]
        hs = [X.reshape(len(X), -1).astype(self.dtype)]
        for i in range(L - 1):
            a = hs[i].dot(Ws[i]) + bs[i]
            hs.append(np.maximum(0, a))
        scores = hs[-1].dot(Ws[-1]) + bs[-1]
        scores = scores * (scores > 0)
        if y is None:
            return scores

        data_loss, d = softmax_loss(scores, y)
        d = d * (scores > 0)
        squares = [float((W * W).sum()) for W in Ws]
        penalty = 0.5 * self.reg * sum(squares)
        grads = {}
        for i in reversed(range(L)):
            dW = hs[i].T.dot(d)
            dW = dW + self.reg * Ws[i]
            grads["W%d" % (i + 1)] = dW
            grads["b%d" % (i + 1)] = d.sum(axis=0)
            d = d.dot(Ws[i].T)
            if i > 0:
                d = d * (hs[i] > 0)
        return data_loss + penalty, grads
