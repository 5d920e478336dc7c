"""Grades what students hand in: their code in a sandbox, the tests and the verdict outside it."""
