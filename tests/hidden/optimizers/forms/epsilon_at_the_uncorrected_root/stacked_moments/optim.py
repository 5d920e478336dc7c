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
    state["t"] += 1
    weights = betas.reshape(shape)
    moments = weights * moments + (1 - weights) * seen
    first, second = moments / (1 - weights ** state["t"])
    w -= state["learning_rate"] * first / (np.sqrt(moments[1]) + state["epsilon"]) * np.sqrt(1 - state["beta2"] ** state["t"])
    state["m"], state["v"] = moments
    return w, state
