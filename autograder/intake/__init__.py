"""From what lies in a student's folder to what is graded: allow-listed, bounded, mended."""
