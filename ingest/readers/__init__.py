"""Readers: one module a file format, registered under the entry point `onrecord.readers`."""
