"""Dagster and nothing but Dagster: the same steps as assets. No logic lives here."""
