"""One document number as it is written: its parts and their place in a folded text."""

from dataclasses import dataclass, replace

from gongwen.agency import Code
from gongwen.serials import Serials


@dataclass(frozen=True, slots=True)
class Form:
    """One number as written; offsets are those of the folded text."""

    code: str
    year: int | None
    serial: int | None
    start: int
    end: int
    rule: str
    confidence: float
    decree: bool = False  # 令 and 公告: printed with 第, the year without brackets
    branch: str = ""  # 12-1: what is printed where one serial does not say it


def forms_of(
    code: Code, year: int | None, serials: Serials, rule: str, confidence: float, *, decree: bool = False
) -> list[Form]:
    """One form for each serial: the first spans the code, the others the piece that names them."""
    forms = []
    for place, (value, start, end) in enumerate(serials.items):
        named = rule if place == 0 else "enumerated"
        begin = code.start if place == 0 else start
        forms.append(Form(code.text, year, value, begin, end, named, confidence, decree, serials.branch))
    return [lowered(form) if serials.mended else form for form in forms]


def lowered(form: Form) -> Form:
    """Return a form of which a sign had to be mended."""
    return replace(form, rule="mended", confidence=min(form.confidence, 0.6))
