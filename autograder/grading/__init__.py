"""A run of grading: one submission, many of them, and what is kept of them."""
