"""Volley: volunteers answer a brand's public mentions from Slack."""
