"""Fourteen equivalents of the hidden tests, as code that graders without them can run."""

# What each check starts from: a problem, and what is right, by numpy alone.
ORACLE = """\
import numpy as np
from nndl import fc_net, layers

rng = np.random.default_rng(7)
x, dout = 3 * rng.standard_normal((2, 24, 6)) + 1
batch = np.array([x.mean(axis=0), x.var(axis=0)])
gamma, beta, mean, var = rng.uniform(0.5, 2, (4, 6))
X, y = rng.standard_normal((12, 5)), rng.integers(4, size=12)
params = {}
for i, (n, m) in enumerate([(5, 7), (7, 6), (6, 4)], start=1):
    params |= {f"W{i}": rng.standard_normal((n, m)) / 2, f"b{i}": rng.standard_normal(m)}
    params |= {f"{name}{i}": rng.uniform(0.5, 2, m) for name in ("gamma", "beta") if i < 3}

def close(actual, expected):
    return np.allclose(np.reshape(actual, np.shape(expected)), expected, rtol=1e-3, atol=1e-4)

def normalised(x, mean, var, eps=1e-5):
    return (x - mean) / np.sqrt(var + eps)

def forward(x, gamma=gamma, beta=beta, mode="train", **options):
    options["mode"] = mode
    return *layers.batchnorm_forward(x, gamma, beta, options), options

def running(options):
    return [np.ravel(options["running_mean"]), np.ravel(options["running_var"])]

def make_net(params={}, reg=0.0):
    net = fc_net.FullyConnectedNet([7, 6], 5, 4, use_batchnorm=True, reg=reg, dtype=np.float64)
    for name, value in params.items():
        net.params[name] = value.copy()
    return net

def scores_of(params, h, running=None):
    batch = {}
    for i in (1, 2):
        a = h @ params[f"W{i}"] + params[f"b{i}"]
        batch[i] = np.array([a.mean(axis=0), a.var(axis=0)])
        x_hat = normalised(a, *(running or batch)[i])
        h = np.maximum(params[f"gamma{i}"] * x_hat + params[f"beta{i}"], 0)
    return h @ params["W3"] + params["b3"], batch

def loss_of(params, reg):
    scores, _ = scores_of(params, X)
    chosen = scores[np.arange(12), y] - np.log(np.exp(scores).sum(axis=1))
    return 0.5 * reg * sum(np.sum(params[f"W{i}"] ** 2) for i in (1, 2, 3)) - chosen.mean()
"""
CHECKS = """\
# train_normalises
assert close(forward(x, np.ones(6), np.zeros(6))[0], normalised(x, *batch))

# train_scales_and_shifts
assert close(forward(x)[0], gamma * normalised(x, *batch) + beta)

# train_uses_eps
assert close(forward(x, eps=4.0)[0], gamma * normalised(x, *batch, 4.0) + beta)

# running_statistics_move_by_the_momentum
assert close(running(forward(x, momentum=0.7)[2]), 0.3 * batch)

# running_statistics_accumulate
options = {"mode": "train"}
for _ in range(3):
    layers.batchnorm_forward(x, gamma, beta, options)
assert close(running(options), (1 - 0.9**3) * batch)

# test_uses_running_statistics
out, _, _ = forward(x, mode="test", running_mean=mean, running_var=var)
assert close(out, gamma * normalised(x, mean, var) + beta)

# test_leaves_running_statistics
_, _, options = forward(x, mode="test", running_mean=mean.copy(), running_var=var.copy())
assert close(running(options), [mean, var])

# other_modes_are_errors
try:
    forward(x, mode="tomorrow")
    raise AssertionError
except ValueError:
    pass

# dgamma_and_dbeta
_, dgamma, dbeta = layers.batchnorm_backward(dout, forward(x)[1])
assert close(dgamma, (dout * normalised(x, *batch)).sum(axis=0)) and close(dbeta, dout.sum(axis=0))

# dx
dx, _, _ = layers.batchnorm_backward(dout, forward(x, eps=0.5)[1])
x_hat = normalised(x, *batch, 0.5)
centred = dout - dout.mean(axis=0) - x_hat * (dout * x_hat).mean(axis=0)
assert close(dx, gamma * centred / np.sqrt(batch[1] + 0.5))

# net_has_its_parameters
start = make_net().params
assert set(start) == set(params)
for name, value in {"gamma1": np.ones(7), "beta1": np.zeros(7), "gamma2": np.ones(6)}.items():
    assert close(start[name], value)

# net_loss
assert all(close(make_net(params, reg).loss(X, y)[0], loss_of(params, reg)) for reg in (0, 3))

# net_gradients
_, grads = make_net(params, 0.5).loss(X, y)
for name, value in params.items():
    step = 1e-5 * rng.standard_normal(value.shape)
    up, down = (loss_of(params | {name: value + s}, 0.5) for s in (step, -step))
    assert close(np.sum(grads[name] * step) / 1e-5, (up - down) / 2e-5)

# net_scores_from_running_statistics
net = make_net(params)
_ = net.loss(X, y), net.loss(X, y)
running = {i: 0.19 * statistics for i, statistics in scores_of(params, X)[1].items()}
assert close(net.loss(X[:3]), scores_of(params, X[:3], running)[0])"""
CHECKS = {check.split()[1]: f"{ORACLE}\n{check}\n" for check in CHECKS.split("\n\n")}
