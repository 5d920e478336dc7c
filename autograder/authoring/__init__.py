"""What an author of assignments needs: proofs that tests and release are right."""
