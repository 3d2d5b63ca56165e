"""Who is on the desk, what they set for themselves, and what becomes of their work when they go."""
