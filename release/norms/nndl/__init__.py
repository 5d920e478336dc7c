"""Neural networks from scratch: layers, a network built of them, and update rules."""
