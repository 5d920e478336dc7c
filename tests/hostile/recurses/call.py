return _attack(x, gamma, beta, bn_param)
