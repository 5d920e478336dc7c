"""Work on its way in: what an LMS gave, sorted out by student."""
