import itertools

_kinds = itertools.cycle([None, (), [], [0] * 1000, tuple(range(40)), {}, batchnorm_forward, ""])


def batchnorm_forward(*given):
    return next(_kinds)


batchnorm_backward = batchnorm_forward
