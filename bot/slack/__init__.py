"""What the desk looks like in Slack: pure drawings of frozen pictures, and the one gateway that calls Slack."""
