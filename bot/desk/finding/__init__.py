"""Finding conversations: filters, lists, search, and the histories of conversations and customers."""
