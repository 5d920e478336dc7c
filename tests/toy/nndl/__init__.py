"""What students of the toy course write."""
