def adagrad(w, dw, config=None):
    c = {"learning_rate": 0.01, "epsilon": 1e-8}
    c.update(config or {})
    lr, eps = c["learning_rate"], c["epsilon"]
    new = np.array(c["cache"]) if "cache" in c else 0.0 * w
    new += dw * dw
    np.subtract(w, lr * np.divide(dw, np.sqrt(new) + eps), out=w)
    return w, c
