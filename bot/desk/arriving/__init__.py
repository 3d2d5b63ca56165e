"""What comes from outside: posts are taken in, routed, changed, answered elsewhere, gone again."""
