"""Reads files into documents, and documents into extractions."""
