"""What a bank of misconceptions imports."""

from .judging.misconceptions import Misconception

__all__ = ["Misconception"]
