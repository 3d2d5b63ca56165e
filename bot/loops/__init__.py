"""Small loops that make Slack and the networks agree with what the database says."""
