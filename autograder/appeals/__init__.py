"""When a mark is doubted: one test shown again, or the class graded anew."""
