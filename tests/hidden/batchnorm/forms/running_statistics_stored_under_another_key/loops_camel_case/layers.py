# Loops, and camelCase keys for the results.


def batchnorm_forward(x, gamma, beta, bn_param):
    numRows, numFeatures = x.shape
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    oldMean = bn_param.get("running_mean", np.zeros(numFeatures))
    oldVar = bn_param.get("running_var", np.zeros(numFeatures))
    result = np.zeros((numRows, numFeatures))
    if bn_param["mode"] == "test":
        for f in range(numFeatures):
            result[:, f] = (x[:, f] - oldMean[f]) / np.sqrt(oldVar[f] + eps)
            result[:, f] = result[:, f] * gamma[f] + beta[f]
        return result, None
    if bn_param["mode"] == "train":
        newMean, newVar = np.zeros(numFeatures), np.zeros(numFeatures)
        normed, sds = np.zeros((numRows, numFeatures)), np.zeros(numFeatures)
        for f in range(numFeatures):
            batchMean = x[:, f].mean()
            batchVar = ((x[:, f] - batchMean) ** 2).mean()
            sds[f] = np.sqrt(batchVar + eps)
            normed[:, f] = (x[:, f] - batchMean) / sds[f]
            result[:, f] = normed[:, f] * gamma[f] + beta[f]
            newMean[f] = momentum * oldMean[f] + (1 - momentum) * batchMean
            newVar[f] = momentum * oldVar[f] + (1 - momentum) * batchVar
        bn_param["runningMean"] = newMean
        bn_param["runningVar"] = newVar
        return result, [normed, sds, gamma]
    raise ValueError("mode")


def batchnorm_backward(dout, cache):
    normed, sds, gamma = cache
    dx = np.zeros_like(normed)
    dgamma = np.zeros(len(gamma))
    dbeta = np.zeros(len(gamma))
    for f in range(len(gamma)):
        up = dout[:, f]
        dbeta[f] = up.sum()
        dgamma[f] = np.dot(up, normed[:, f])
        dx[:, f] = gamma[f] / sds[f] * (
            up - up.mean() - normed[:, f] * np.mean(up * normed[:, f]))
    return dx, dgamma, dbeta
