"""Frozen pictures: what the desk hands to whoever draws. Plain facts, no session, no Slack."""
