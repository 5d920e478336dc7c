# Entry by entry, a dict as cache.
def affine_forward(x, w, b):
    N, M = len(x), w.shape[1]
    flat = np.array([image.ravel() for image in x])
    out = np.zeros((N, M), dtype=x.dtype)
    for i in range(N):
        for j in range(M):
            out[i, j] = np.sum(flat[i] * w[:, j])
            out[i, j] += b[j]
    return out, {"x": x, "flat": np.array([image.ravel() for image in x]), "w": w}


def affine_backward(dout, cache):
    x, flat, w = cache["x"], cache["flat"], cache["w"]
    N, M = dout.shape
    D = w.shape[0]
    dflat, dw, db = np.zeros((N, D)), np.zeros((D, M)), np.zeros(M)
    for i in range(N):
        for j in range(M):
            dflat[i] += dout[i, j] * w[:, j]
            dw[:, j] += dout[i, j] * x[i]
            db[j] += dout[i, j]
    dx = dflat.reshape(x.shape)
    return dx, dw, db
