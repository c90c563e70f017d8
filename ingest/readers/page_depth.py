"""Pages whose elements were never closed: nested by the thousand, they are read without their markup."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DEEPEST = 1000  # elements inside each other; browsers stop at 512
_SUSPECT = 200  # elements left open at once that make a look at the tree worth while
_HOPELESS = 4000  # as many take too long to be put into a tree
_NESTING = re.compile(
    r"<(/?)(?:div|span|font|table|center|b|i|u|strong|em|big|small|ul|ol|dl|form|section)\b", re.IGNORECASE
)
_TAG = re.compile(r"<(?:/?[a-zA-Z]|!)[^<>]*>")
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


def page_tree(source: str) -> tuple[str, LexborHTMLParser, bool]:
    """Return the page, its tree, and whether it is in one paragraph for each piece of text, nesting too deeply.

    What is searched again at each depth takes time by the square of the depth.
    """
    left_open = _left_open(source)
    if left_open < _HOPELESS:
        tree = LexborHTMLParser(source)
        if left_open < _SUSPECT or tree.body is None or _depth(tree.body) <= _DEEPEST:
            return source, tree, False
    begin = found.start() if (found := _BODY.search(source)) else 0
    pieces = _TAG.split(_UNSEEN.sub("\n", source[begin:]))
    paragraphs = "".join(f"<p>{piece}</p>" for piece in pieces if piece.strip())
    plain = f"{source[:begin]}<body>{paragraphs}</body>"
    return plain, LexborHTMLParser(plain), True


_BODY = re.compile(r"<body\b", re.IGNORECASE)


def _left_open(source: str) -> int:
    """Return how many elements that may nest are open at once at most, as far as the tags tell."""
    most = now = 0
    for found in _NESTING.finditer(source):
        now += -1 if found[1] else 1
        most = max(most, now)
    return most


def _depth(root: LexborNode) -> int:
    deepest = 0
    stack = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        child = node.child
        while child is not None:
            stack.append((child, depth + 1))
            child = child.next
    return deepest
