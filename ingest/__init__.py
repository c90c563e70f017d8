"""Bytes become text, text becomes documents with their fields: everything about formats, nothing about verdicts."""
