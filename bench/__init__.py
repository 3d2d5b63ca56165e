"""Reproducible measurements beside a bare baseline."""
