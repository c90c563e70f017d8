"""The steps: plain functions from the tables they read to the tables they write. Nothing here decides; it joins."""
