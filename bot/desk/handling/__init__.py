"""What people do with a conversation, short of answering it, and what the calendar does when they do not."""
