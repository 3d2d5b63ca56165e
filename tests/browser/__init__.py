"""Walks through the page in Chromium."""
