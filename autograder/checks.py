"""What hidden tests import to compare with."""

from .judging.checks import as_array, assert_close, assert_share, tolerance

__all__ = ["as_array", "assert_close", "assert_share", "tolerance"]
