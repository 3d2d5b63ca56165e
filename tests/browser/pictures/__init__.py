"""Pictures of the desk for the guides, taken anew by `make pictures`: one function for each."""
