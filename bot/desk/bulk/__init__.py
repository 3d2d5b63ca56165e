"""One decision about up to a hundred conversations, and taking it back."""
