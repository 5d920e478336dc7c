# What the backward pass needs is kept by an object, whose methods do the work.


class Convolution:
    def __init__(self, x, w, b, conv_param):
        self.w, self.b = w, b
        self.s, self.p = conv_param["stride"], conv_param["pad"]
        self.shape = x.shape
        self.padded = np.zeros((*x.shape[:2], x.shape[2] + 2 * self.p, x.shape[3] + 2 * self.p))
        self.inside(self.padded)[...] = x

    def inside(self, padded):
        return padded[:, :, self.p : self.p + self.shape[2], self.p : self.p + self.shape[3]]

    def places(self):
        H, W = self.padded.shape[2:]
        for i, top in enumerate(range(0, H - self.w.shape[2] + 1, self.s)):
            for j, left in enumerate(range(0, W - self.w.shape[3] + 1, self.s)):
                rows, columns = slice(top, top + self.w.shape[2]), slice(left, left + self.w.shape[3])
                yield i, j, (slice(None), slice(None), rows, columns)

    def forward(self):
        found = {(i, j): np.einsum("ncpq,fcpq->nf", self.padded[at], self.w) for i, j, at in self.places()}
        height, width = np.array(max(found)) + 1
        out = np.empty((self.shape[0], len(self.w), height, width))
        for (i, j), values in found.items():
            out[:, :, i, j] = values + self.b
        return out

    def backward(self, dout):
        dpadded, dw = np.zeros(self.padded.shape), np.zeros(self.w.shape)
        for i, j, at in self.places():
            dpadded[at] += np.einsum("nf,fcpq->ncpq", dout[:, :, i, j], self.w)
            dw += np.einsum("nf,ncpq->fcpq", dout[:, :, i, j], self.padded[at])
        return [self.inside(dpadded), dw, dout.sum(-1).sum(-1).sum(0)]


class Pool:
    def __init__(self, x, pool_param):
        self.x = x
        self.h, self.w, self.s = map(pool_param.get, ("pool_height", "pool_width", "stride"))

    def forward(self):
        self.rows, self.columns = (
            range(0, side - size + 1, self.s)
            for side, size in zip(self.x.shape[2:], (self.h, self.w))
        )
        return np.array(
            [
                [[[a[r : r + self.h, c : c + self.w].max() for c in self.columns] for r in self.rows] for a in image]
                for image in self.x
            ]
        )

    def backward(self, dout):
        dx = np.zeros(self.x.shape)
        for n, c, i, j in np.ndindex(dout.shape):
            window = self.x[n, c, self.rows[i] : self.rows[i] + self.h, self.columns[j] : self.columns[j] + self.w]
            row, column = np.argwhere(window == window.max())[0]
            dx[n, c, self.rows[i] + row, self.columns[j] + column] += dout[n, c, i, j]
        return dx


def conv_forward_naive(x, w, b, conv_param):
    layer = Convolution(x, w, b, conv_param)
    return layer.forward(), layer


def conv_backward_naive(dout, cache):
    return cache.backward(dout)


def max_pool_forward_naive(x, pool_param):
    layer = Pool(x, pool_param)
    return layer.forward(), layer


def max_pool_backward_naive(dout, cache):
    return cache.backward(dout)


class Columns(Convolution):
    def forward(self):
        self.cols = np.stack([self.padded[at].reshape(len(self.padded), -1) for *_, at in self.places()], axis=1)
        i, j, _ = [*self.places()][-1]
        out = self.cols @ self.w.reshape(len(self.w), -1).T + self.b
        return out.transpose(0, 2, 1).reshape(self.shape[0], -1, i + 1, j + 1)


def conv_forward_im2col(x, w, b, conv_param):
    layer = Columns(x, w, b, conv_param)
    return layer.forward(), layer


def conv_backward_im2col(dout, cache):
    return tuple(cache.backward(dout))
