"""The loops that keep cards, threads, counters and channels, against the strict pretend Slack."""
