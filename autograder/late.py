"""What nbgrader_config.py names for late penalties."""

from .gradebook.late import LatePerDay

__all__ = ["LatePerDay"]
