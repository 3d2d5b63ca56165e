"""What goes out in public, replies and likes: by itself or by hand, once at the most, and what it costs."""
