"""Reads RTF: text in whatever code pages its fonts name, tables, list labels and notes; nothing of its pictures.

Follows the Rich Text Format specification 1.9.1 as far as text goes.
"""

import re
from dataclasses import dataclass, field, replace

from gongwen.messages import record
from gongwen.model import FileState, Remark, Witness
from ingest.extraction import Extraction, MetadataValue
from ingest.readers import Unreadable
from ingest.readers.office import row_text
from ingest.readers.text import paired
from ingest.readers.unread import needs_ocr

READER = "rtf"
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([\r\n]+)|([^\\{}\r\n]+)", re.DOTALL
)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object objdata fldinst datastore themedata colorschememapping listtable "
    b"listoverridetable rsidtbl generator revtbl xmlnstbl latentstyles filetbl pgdsctbl nonshppict annotation atnid "
    b"atnauthor bkmkstart bkmkend private template ftnsep ftnsepc aftnsep aftnsepc pnseclvl mmathPr sp".split()
)
_FURNITURE = frozenset(b"header headerl headerr headerf footer footerl footerr footerf".split())
_KEPT_STARRED = frozenset(b"shppict shpinst shptxt ud fldrslt listtext pntext nesttableprops".split())
_CHARACTERS = {
    b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"emspace": "\u2003", b"enspace": "\u2002", b"qmspace": "\u2005",
}  # fmt: skip
_SYMBOLS = {b"~": " ", b"_": "-", b"-": ""}
_CHARSETS = {
    134: "gb18030",
    136: "big5hkscs",
    128: "cp932",
    129: "cp949",
    204: "cp1251",
    161: "cp1253",
    77: "mac-roman",
}
_PAGES = {
    936: "gb18030",
    950: "big5hkscs",
    65001: "utf-8",
    10000: "mac-roman",
    54936: "gb18030",
    0: "cp1252",
    1: "cp1252",
}
_MOST_GROUPS = 5000  # nested; more is no document


@dataclass(slots=True)
class _State:
    encoding: str
    skipped: bool = False
    starred: bool = False
    hidden: bool = False
    fallback: int = 1  # characters that follow \u for readers that do not know it
    target: str = "text"


@dataclass(slots=True)
class _Reading:
    default: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    usual_font: int = 0
    in_fonts: int = 0  # depth of the font table, 0 outside
    pending: bytearray = field(default_factory=bytearray)
    pending_encoding: str = ""
    line: dict[str, list[str]] = field(default_factory=lambda: {"text": [], "note": [], "furniture": []})
    lines: dict[str, list[str]] = field(default_factory=lambda: {"text": [], "note": [], "furniture": []})
    cells: list[list[str]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    in_row: bool = False
    passed: int = 0  # fallback characters still to be passed over
    pictures: int = 0
    deleted: int = 0
    hidden: int = 0

    def say(self, text: str, state: _State) -> None:
        self.flush(state.target)
        if not state.skipped:
            self.line[state.target].append(text)

    def raw(self, piece: bytes, state: _State) -> None:
        if self.passed:
            taken = min(self.passed, len(piece))
            self.passed -= taken
            piece = piece[taken:]
        if not piece or state.skipped:
            return
        if state.encoding != self.pending_encoding:
            self.flush(state.target)
            self.pending_encoding = state.encoding
        self.pending += piece

    def flush(self, target: str) -> None:
        if self.pending:
            self.line[target].append(self.pending.decode(self.pending_encoding or self.default, "replace"))
            self.pending.clear()

    def end_line(self, target: str) -> None:
        self.flush(target)
        text = paired("".join(self.line[target]))
        self.line[target].clear()
        if target == "text" and self.in_row:
            self.cell.append(text)
        else:
            self.lines[target].append(text)

    def end_cell(self) -> None:
        self.in_row = True
        self.end_line("text")
        self.cells.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        self.lines["text"] += row_text([*self.cells, self.cell] if any(self.cell) else self.cells)
        self.cells, self.cell, self.in_row = [], [], False

    def begin_row(self) -> None:
        if not self.in_row:
            self.flush("text")
            if self.line["text"]:
                self.end_line("text")
            self.in_row = True


def read(data: bytes, *, name: str) -> Extraction:
    """Return the text of the document; raises ``Unreadable`` where it is not RTF at all."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("rtf")
    reading = _Reading()
    closed = _scan(data, reading)
    reading.end_line("text")
    reading.end_row()
    notes = [line for line in reading.lines["note"] if line.strip()]
    text = "\n".join(["\n".join(reading.lines["text"]).strip("\n"), *notes]).strip("\n")
    if not text.strip() and reading.pictures:
        return needs_ocr(READER, reading.pictures)
    if not text.strip() and not closed:
        raise Unreadable("rtf")
    furniture = "\n".join(line.strip() for line in reading.lines["furniture"] if line.strip())
    metadata = (MetadataValue(Witness.NOTE, "header", furniture),) if furniture else ()
    return Extraction(
        state=FileState.READ, reader=READER, text=text, metadata=metadata, remarks=_remarks(reading, closed)
    )


def _remarks(reading: _Reading, closed: bool) -> tuple[Remark, ...]:
    remarks = []
    if reading.deleted:
        message = record("ingest.tracked_changes", inserted=0, deleted=reading.deleted)
        remarks.append(Remark("tracked_changes", "warning", message))
    if reading.hidden:
        remarks.append(Remark("hidden_text", "notice", record("ingest.hidden_text", count=reading.hidden)))
    if not closed:
        remarks.append(Remark("partly_read", "warning", record("ingest.partly_read", reason="rtf")))
    return tuple(remarks)


def _scan(data: bytes, reading: _Reading) -> bool:
    """Go through the file once; return whether its outermost group was closed."""
    stack: list[_State] = []
    state = _State(reading.default)
    place = 0
    while match := _TOKEN.match(data, place):
        place = match.end()
        word, number, code, symbol, brace, _, plain = match.groups()
        if brace == b"{":
            stack.append(replace(state))
            if len(stack) > _MOST_GROUPS:
                raise Unreadable("rtf groups")
            state = replace(state, starred=False)
        elif brace == b"}":
            reading.flush(state.target)
            reading.passed = 0
            old, state = state, stack.pop() if stack else state
            if old.target != state.target and reading.line[old.target]:
                reading.end_line(old.target)
            if not stack:
                return True
            if reading.in_fonts > len(stack):
                reading.in_fonts = 0
        elif code:
            reading.raw(bytes([int(code, 16)]), state)
        elif plain:
            reading.raw(plain, state)
        elif symbol is not None:
            _symbol(symbol, state, reading)
        elif word == b"bin" and number:
            place += max(0, int(number))
        elif word:
            _word(word, None if number is None else int(number), state, reading, depth=len(stack))
    return False


def _symbol(symbol: bytes, state: _State, reading: _Reading) -> None:
    if symbol == b"*":
        state.starred = True
    elif symbol in (b"\\", b"{", b"}"):
        reading.raw(symbol, state)
    elif symbol in (b"\n", b"\r"):
        if not state.skipped:
            reading.end_line(state.target)
    elif symbol in _SYMBOLS:
        reading.say(_SYMBOLS[symbol], state)


def _word(word: bytes, number: int | None, state: _State, reading: _Reading, *, depth: int) -> None:
    if _font_word(word, number, state, reading, depth=depth):
        return
    if word in _SKIPPED or (state.starred and word not in _KEPT_STARRED):
        reading.flush(state.target)
        reading.pictures += word == b"pict" and not state.skipped
        state.skipped = True
        state.starred = False
        return
    state.starred = False
    if word == b"u" and number is not None:
        reading.passed = 0
        reading.say(chr(number & 0xFFFF), state)
        reading.passed = state.fallback
    elif word == b"uc" and number is not None:
        state.fallback = max(0, number)
    elif word in _CHARACTERS:
        reading.say(_CHARACTERS[word], state)
    elif word in _FURNITURE or word == b"footnote":
        reading.flush(state.target)
        state.target = "note" if word == b"footnote" else "furniture"
    elif word in (b"v", b"deleted"):
        _unseen(word, number, state, reading)
    elif not state.skipped:
        _layout(word, state, reading)


def _unseen(word: bytes, number: int | None, state: _State, reading: _Reading) -> None:
    if number == 0 and state.hidden:
        reading.flush(state.target)
        state.skipped = state.hidden = False
    elif number != 0 and not state.skipped:
        reading.flush(state.target)
        state.skipped = state.hidden = True
        reading.deleted += word == b"deleted"
        reading.hidden += word == b"v"


def _layout(word: bytes, state: _State, reading: _Reading) -> None:
    if word in (b"par", b"line", b"sect", b"page", b"column"):
        reading.end_line(state.target)
    elif word == b"trowd" and state.target == "text":
        reading.begin_row()
    elif word in (b"cell", b"nestcell") and state.target == "text":
        reading.end_cell()
    elif word == b"row" and state.target == "text":
        reading.end_row()


def _font_word(word: bytes, number: int | None, state: _State, reading: _Reading, *, depth: int) -> bool:
    """Follow which encoding the bytes are in; tell whether the word was about that."""
    if word == b"fonttbl":
        reading.in_fonts = depth
    elif word == b"ansicpg" and number is not None:
        reading.default = state.encoding = _page(number)
    elif word in (b"mac", b"pc", b"pca"):
        reading.default = state.encoding = {b"mac": "mac-roman", b"pc": "cp437", b"pca": "cp850"}[word]
    elif word == b"f" and number is not None:
        reading.font = number
        if not reading.in_fonts:
            state.encoding = reading.fonts.get(number, reading.default)
    elif word in (b"fcharset", b"cpg") and number is not None and reading.in_fonts:
        encoding = _CHARSETS.get(number) if word == b"fcharset" else _page(number)
        reading.fonts[reading.font] = encoding or reading.default
    elif word == b"deff" and number is not None:
        reading.usual_font = number
    elif word == b"plain":
        state.encoding = reading.fonts.get(reading.usual_font, reading.default)
    else:
        return False
    return word != b"fonttbl"


def _page(number: int) -> str:
    if number in _PAGES:
        return _PAGES[number]
    try:
        "".encode(f"cp{number}")
    except LookupError:
        return "cp1252"
    return f"cp{number}"
