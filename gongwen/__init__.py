"""公文: the vocabulary, the grammar and the rules of Chinese official documents, as pure functions over text.

Importable alone. No I/O but for its own tables, no clock: a day is always an argument.
"""
