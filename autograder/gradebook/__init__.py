"""nbgrader's database, and what grading leaves in it and in graded notebooks."""
