"""Whoever needs somebody else: escalations, retweet ideas, questions to the managers, and who is on duty."""
