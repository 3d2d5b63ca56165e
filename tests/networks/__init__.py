"""The networks through the sandbox."""
