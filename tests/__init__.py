"""Tests of the desk and of the sandbox it is tried on."""
