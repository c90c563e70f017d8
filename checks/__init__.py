"""Verdicts, each with its reasons: what two documents are to each other, what holds, what is missing."""
