"""What comes at its time: stand-ups and reminders."""
