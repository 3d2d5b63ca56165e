"""Tests of the way to the knowledge base and of what is remembered of it."""
