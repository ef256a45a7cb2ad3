"""Keeps the record, and the two stores derived from it."""
