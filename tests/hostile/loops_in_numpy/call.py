np.linalg.svd(np.random.rand(4000, 4000))
