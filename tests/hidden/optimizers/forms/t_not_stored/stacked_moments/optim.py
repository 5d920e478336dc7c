def adam(w, dw, config=None):
    state = dict(learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, t=0)
    state.update(config or {})
    betas = np.array([state["beta1"], state["beta2"]])
    moments = np.zeros((2, *w.shape))
    for row, key in enumerate("mv"):
        if key in state:
            moments[row] = state[key]
    seen = np.stack([dw, dw * dw])
    shape = (2,) + w.ndim * (1,)
    t = state["t"] + 1
    weights = betas.reshape(shape)
    moments = weights * moments + (1 - weights) * seen
    first, second = moments / (1 - weights**t)
    w -= state["learning_rate"] * first / (np.sqrt(second) + state["epsilon"])
    state["m"], state["v"] = moments
    return w, state
