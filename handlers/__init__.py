"""What a person does in Slack becomes one verb of the desk."""
