"""What the desk looks like in Slack, judged by Slack's own rules."""
