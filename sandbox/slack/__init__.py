"""A pretend Slack workspace: Web API, Socket Mode, and the hands of the people in it."""
