"""Outside the sandbox: a submission's functions as if they were local."""
