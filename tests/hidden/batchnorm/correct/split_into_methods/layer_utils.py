# The joined batchnorm layers were left as they came, unwritten: the net does without.
