# Loops over single activations, which are kept or not by an if.


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return x.copy(), [1.0] * x.size
    if "seed" in dropout_param:
        source = np.random.RandomState(dropout_param["seed"])
    else:
        source = np.random
    numbers = source.random_sample(x.size)
    factors = []
    values = []
    for value, number in zip(x.flatten(), numbers):
        if number < p:
            factors.append(1.0 / p)
            values.append(value / p)
        else:
            factors.append(0.0)
            values.append(0.0)
    return np.array(values, dtype=x.dtype).reshape(x.shape), factors


def dropout_backward(dout, cache):
    dx = [grad * factor for grad, factor in zip(dout.flatten(), cache)]
    return np.array(dx).reshape(dout.shape)
