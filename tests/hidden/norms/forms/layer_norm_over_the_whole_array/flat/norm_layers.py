def layernorm_forward(x, gamma, beta, ln_param):
    numbers = x.ravel()
    sigma = np.sqrt(numbers.var() + ln_param.get("eps", 1e-5))
    normal = ((numbers - numbers.mean()) / sigma).reshape(x.shape)
    return normal * gamma + beta, (normal, sigma, gamma)


def layernorm_backward(dout, cache):
    normal, sigma, gamma = cache
    d = dout * gamma
    dx = d - d.mean() - normal * np.average(d * normal)
    return dx / sigma, np.einsum("nd,nd->d", dout, normal), np.einsum("nd->d", dout)
