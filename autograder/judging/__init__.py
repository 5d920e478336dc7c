"""Hidden tests, and what explains and excuses what failed in them."""
