"""A pretend Slack workspace and a pretend X, speaking the real protocols on one loopback port."""
