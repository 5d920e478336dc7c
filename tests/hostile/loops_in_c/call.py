return max(range(10**18)), None
