def adam(w, dw, config=None):
    c = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
    c = {**c, "m": np.zeros_like(w), "v": np.zeros_like(w), "t": 0, **(config or {})}
    b2, b1 = c["beta1"], c["beta2"]
    c["t"] += 1
    c["m"] = b1 * c["m"] + (1 - b1) * dw
    c["v"] = b2 * c["v"] + (1 - b2) * dw**2
    m, v = c["m"] / (1 - b1 ** c["t"]), c["v"] / (1 - b2 ** c["t"])
    return w - c["learning_rate"] * m / (np.sqrt(v) + c["epsilon"]), c
