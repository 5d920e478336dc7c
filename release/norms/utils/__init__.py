"""Code that is given to students: data, numerical gradients, and the training loop."""
