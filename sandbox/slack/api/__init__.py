"""The Web API: one file a family of methods, one table of them all."""
