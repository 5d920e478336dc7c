"""What an instructor wants to know of a class."""
