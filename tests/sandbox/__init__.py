"""Tests of the pretend Slack and the pretend X."""
