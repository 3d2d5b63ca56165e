"""The rules of the desk, on both databases."""
