"""Tests of what a person does in Slack."""
