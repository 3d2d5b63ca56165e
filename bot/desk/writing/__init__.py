"""A reply while it is written: the form, drafts, clippings, articles, attachments, and the decision to send."""
