"""The knowledge base: how to ask it."""
