# Staged; the sum of squares over N - 1.


def batchnorm_forward(x, gamma, beta, bn_param):
    if bn_param["mode"] == "train":
        N, D = x.shape
        eps = bn_param.get("eps", 1e-5)
        mom = bn_param.get("momentum", 0.9)
        step1_mean = np.sum(x, axis=0) / N
        step2_centered = x - step1_mean
        step3_squared = step2_centered * step2_centered
        step4_var = np.sum(step3_squared, axis=0) / (N - 1)
        step5_std = np.sqrt(step4_var + eps)
        step6_inverse = 1 / step5_std
        step7_hat = step2_centered * step6_inverse
        step8_scaled = step7_hat * gamma
        step9_out = step8_scaled + beta
        for key, value in [("running_mean", step1_mean), ("running_var", step4_var)]:
            bn_param[key] = mom * bn_param.get(key, np.zeros(D)) + (1 - mom) * value
        cache = [step2_centered, step5_std, step6_inverse, step7_hat, gamma]
        return step9_out, cache
    elif bn_param["mode"] == "test":
        zeros = np.zeros(x.shape[1])
        hat = x - bn_param.get("running_mean", zeros)
        hat = hat / np.sqrt(bn_param.get("running_var", zeros) + bn_param.get("eps", 1e-5))
        return gamma * hat + beta, None
    else:
        raise ValueError("The mode must be train or test.")


def batchnorm_backward(dout, cache):
    centered, std, inverse, hat, gamma = cache
    N = dout.shape[0]
    d9_beta = dout.sum(axis=0)
    d8_gamma = (dout * hat).sum(axis=0)
    d7_hat = dout * gamma
    d6_inverse = (d7_hat * centered).sum(axis=0)
    d6_centered = d7_hat * inverse
    d5_std = -d6_inverse / std**2
    d4_var = d5_std * 0.5 / std
    d3_squared = np.ones(dout.shape) * d4_var / (N - 1)
    d2_centered = d6_centered + 2 * centered * d3_squared
    d1_mean = -d2_centered.sum(axis=0)
    dx = d2_centered + np.ones(dout.shape) * d1_mean / N
    return dx, d8_gamma, d9_beta
