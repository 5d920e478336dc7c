# When testing, each row is treated on its own, in a list comprehension.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "test":
        root = np.sqrt(running_var + eps)
        out = np.array([gamma * (row - running_mean) / root for row in x])
        return out, None
    elif mode == "train":
        batch_mean = sum(x) / len(x)
        batch_var = sum((row - batch_mean) ** 2 for row in x) / len(x)
        root = np.sqrt(batch_var + eps)
        x_hat = np.array([(row - batch_mean) / root for row in x])
        out = np.array([gamma * row + beta for row in x_hat])
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * batch_mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * batch_var
        return out, [x_hat, root, gamma]
    else:
        raise ValueError(f"{mode} is no mode")


def batchnorm_backward(dout, cache):
    x_hat, root, gamma = cache
    dbeta = sum(dout)
    dgamma = sum(d * h for d, h in zip(dout, x_hat))
    dx = [gamma / root * (d - (dbeta + h * dgamma) / len(dout)) for d, h in zip(dout, x_hat)]
    return np.array(dx), dgamma, dbeta
