"""Play mode: one conversation after the other, the most urgent first."""
