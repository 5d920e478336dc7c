"""Marks and feedback on their way out."""
