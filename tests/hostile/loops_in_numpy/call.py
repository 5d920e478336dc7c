np.convolve(np.ones(2 * 10**6), np.ones(2 * 10**6))
