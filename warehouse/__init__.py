"""The lake, the publication and the decision store: the only place that creates tables and writes rows."""
