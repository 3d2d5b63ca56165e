"""The rules: what may be done, by whom, with what effect. One verb a file."""
