"""Pictures of what is stored, for whoever draws them."""
