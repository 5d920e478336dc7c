def rmsprop(w, dw, config=None):
    c = {"learning_rate": 0.01, "epsilon": 1e-8, "decay_rate": 0.99}
    c.update(config or {})
    lr, eps = c["learning_rate"], c["epsilon"]
    rho = c["decay_rate"]
    new = np.array(c["cache"]) if "cache" in c else 0.0 * w
    new *= rho
    new += (1 - rho) * dw * dw
    w -= lr * dw / np.sqrt(new) + eps
    c["cache"] = new
    return w, c
