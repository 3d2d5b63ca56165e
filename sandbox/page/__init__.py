"""The page on which people see and use the pretend networks."""
