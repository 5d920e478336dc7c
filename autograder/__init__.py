"""Grades what students hand in: their code in a sandbox, the tests and the verdict outside it."""

import sys

# jsonschema, which comes with nbformat, does without it if it must. No other import of ours takes
# so long: a second of every process that reads a notebook, for a check of addresses in no format.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

__version__ = "0.1.0"
