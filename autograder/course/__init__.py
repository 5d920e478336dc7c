"""The course: its configuration, and the solution regions in its library."""

from .config import Course, CourseError, check_folder

__all__ = ["Course", "CourseError", "check_folder"]
