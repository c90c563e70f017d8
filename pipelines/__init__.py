"""The story in order: the steps, the settings, the command line. The only place that knows the order."""
