def adam(w, dw, config=None):
    config = {} if config is None else config
    for key, value in {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}.items():
        config.setdefault(key, value)
    for key in ("m", "v"):
        config.setdefault(key, np.zeros_like(w))
    number = config.get("t", 0) + 1
    new_m, new_v, new_w = np.zeros_like(w), np.zeros_like(w), np.zeros_like(w)
    for i in np.ndindex(*w.shape):
        new_m[i] = config["beta1"] * config["m"][i] + (1 - config["beta1"]) * dw[i]
        new_v[i] = config["beta2"] * config["v"][i] + (1 - config["beta2"]) * dw[i] * dw[i]
        mean = new_m[i] / (1 - config["beta1"] ** number)
        square = new_v[i] / (1 - config["beta2"] ** number)
        new_w[i] = w[i] - config["learning_rate"] * (dw[i] + mean / (square**0.5 + config["epsilon"]))
    config.update(m=new_m, v=new_v, t=number)
    return new_w, config
