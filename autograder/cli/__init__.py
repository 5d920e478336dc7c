"""The `autograder` command, in the order of work."""
