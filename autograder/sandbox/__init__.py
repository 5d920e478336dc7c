"""Where code of a student's runs: what it can reach, what it may use, and who watches it."""
