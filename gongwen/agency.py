"""Where the agency code (机关代字) or the organ before a document number begins, in a field and in running prose.

The right end is given (a bracketed year, or the marker 令, 公告, 通告); the left end is found by words that cannot be
part of a code (gongwen/tables/agency.toml). Which organ a code belongs to is not asked here.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_WINDOW = 64  # characters looked at to the left: a standing committee with its session takes 25, a joint decree more
_LONGEST_CODE = 12  # 国家食药监管办发明电 has ten letters
_WRAPPED_LINE = 15  # a line shorter than this was ended on purpose, a longer one may be a hard break inside a word
_HAN = "\u3400-\u9fff"
_SPACED = re.compile(rf"(?<![{_HAN}])[{_HAN}](?: {{1,2}}[{_HAN}]){{1,11}}\Z")  # 城 发
_PIECE = re.compile(rf"(?<![{_HAN}])[{_HAN}]{{1,3}} {{1,2}}\Z")  # 浙 政办发
_GROUP = re.compile(rf"[{_HAN}]（([{_HAN}]{{1,2}})）\Z")  # 农（牧）函字, 国办发（明电）
_JOINED = re.compile(rf"(?<=[{_HAN}]{{2}}[府部委局署院会厅办社行])[和与](?=[{_HAN}]{{2,20}}[府部委局署院会厅办社行]\Z)")
_MEASURES = "年月日号期件条项次个批"  # a run that follows a digit begins with the digit's measure word
_GOVERNMENT = re.compile(rf"[国中][发办函令]|[{_HAN}]{{1,2}}[政府委]")  # 国发, 青政发: surely begins a code
_CONJUNCTION = re.compile("[和与及](?![市县区镇乡])")
_NATION = re.compile("中华人民共和国\\Z")
_YEAR = re.compile(r"((?:19|20)\d\d)年\Z")


@dataclass(frozen=True, slots=True)
class Code:
    """An agency code or an organ, with the place where it begins in the folded text; "" where there is none."""

    text: str
    start: int
    certain: bool = True  # False where prose may still cling to it
    year: int | None = None  # a year printed behind the organ: 质检总局2012年第131号公告


@dataclass(frozen=True, slots=True)
class Words:
    """The rows of agency.toml, compiled."""

    generic: frozenset[str]
    whole: frozenset[str]
    series: str
    prose: re.Pattern[str]
    stop: re.Pattern[str]
    decree_stop: re.Pattern[str]
    lead_anywhere: str
    lead_clause: str
    lead_joint: str
    lead_names: frozenset[str]
    editions: frozenset[str]
    not_documents: re.Pattern[str]
    slips: dict[int, str]
    number_sign: str
    organ_lead: str
    organ_endings: str
    joint_endings: str
    never_joint: tuple[str, ...]
    not_markers: tuple[str, ...]


@cache
def words() -> Words:
    """Return the words by which codes are told from prose."""
    table = tomllib.loads((files("gongwen") / "tables" / "agency.toml").read_text(encoding="utf-8"))
    prose = [word for row in table["stop"] for word in row["words"]]
    lead, organ, slips, other = table["lead"], table["organ"], table["slips"], table["not_documents"]
    return Words(
        generic=frozenset(table["generic"]["letters"]),
        whole=frozenset(table["whole"]["codes"]),
        series=table["series"]["letters"],
        prose=_alternatives(prose),
        stop=_alternatives([*prose, *table["organ_name"]["words"]]),
        decree_stop=_alternatives([organ["nation"], "[一二三四五六七八九十]日", *prose]),
        lead_anywhere=lead["anywhere"],
        lead_clause=lead["clause"],
        lead_joint=lead["joint"],
        lead_names=frozenset(lead["names"]),
        editions=frozenset(table["edition"]["words"]),
        not_documents=re.compile("|".join([other["cases"], *other["words"]])),
        slips=dict(zip(map(ord, slips["code_from"]), slips["code_to"], strict=True)),
        number_sign=slips["number_sign"],
        organ_lead=organ["lead"],
        organ_endings=organ["endings"],
        joint_endings=organ["joint_endings"],
        never_joint=tuple(organ["never_joint"]),
        not_markers=tuple(organ["not_markers"]),
    )


def _alternatives(choices: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(choices, key=lambda word: (-len(word), word))))


@lru_cache(maxsize=1024)  # a list names few codes, each of them many times
def is_whole(code: str) -> bool:
    """Tell whether letters can be an agency code by themselves: 国发, 厅公路字, 宁政, but not 政办发 or 函字."""
    known = words()
    if code in known.whole:
        return True
    if len(code) == 2:
        return code[0] not in known.generic
    return len(code) > 2 and any(letter not in known.generic for letter in code)


def code_before(text: str, end: int, *, field: bool = False) -> Code:
    """Return the agency code that ends at ``end`` of a folded text; in a ``field`` nothing but the code is expected."""
    view = _View(text, end)
    begin = _code_begin(view.letters)
    if field:
        begin = _field_begin(view.letters, begin)
    run = view.letters[begin:]
    if not run:
        return Code("", end)
    code, cut = code_in(run, view.letters[begin - 1 : begin], field=field)
    if not code:
        return Code("", end, certain=False)
    if view.crossed_line and not is_whole(code):
        return Code("", end)
    return Code(code, view.offsets[begin + cut], certain=field or len(code) <= _LONGEST_CODE - 4)


@lru_cache(maxsize=1024)
def code_in(run: str, left: str, *, field: bool) -> tuple[str, int]:
    """Return the code at the end of a run of letters and where it begins in it, "" where prose is left in it.

    ``left`` is the character before the run.
    """
    rest, cut = _without_prose(run, left, field=field)
    code = "".join(rest.split()).translate(words().slips)
    return ("", cut) if len(code) > _LONGEST_CODE or _is_prose(code) else (code, cut)


def _is_prose(code: str) -> bool:
    """Tell whether words that cannot be part of a code are left in it; an announcement's marker may end it."""
    known = words()
    return code not in known.whole and bool(known.prose.search(re.sub("(?:公告|通告|命令)$", "", code)))


def _code_begin(letters: str) -> int:
    """Return where the letters that may be a code begin: a run of characters, with blanks or brackets inside."""
    begin = _run_begin(letters)
    if len(letters) - begin == 1 and (spaced := _SPACED.search(letters)):
        return spaced.start()
    while not is_whole("".join(letters[begin:].split())):
        if piece := _PIECE.search(letters[:begin]):
            begin = piece.start()
        elif (group := _GROUP.search(letters[:begin])) and group[1] not in words().editions:
            begin = _run_begin(letters[: group.start() + 1])
        else:
            break
    return begin


def _field_begin(letters: str, begin: int) -> int:
    """Return where a code begins of which a field holds nothing but one more piece: 浙政 办发, 永村（社区）换届办."""
    if piece := _FIRST_PIECE.fullmatch(letters, 0, begin):
        return piece.start("piece")
    group = _FIRST_GROUP.fullmatch(letters, 0, begin)
    return group.start("piece") if group and group["group"] not in words().editions else begin


_FIRST_PIECE = re.compile(rf"[（〔\s]*(?P<piece>(?![省市县区州])[{_HAN}]{{1,2}}) {{1,2}}")
_FIRST_GROUP = re.compile(rf"[（〔\s]*(?P<piece>[{_HAN}]{{1,4}})（(?P<group>[{_HAN}]{{1,2}})）")


def _run_begin(letters: str) -> int:
    begin = len(letters)
    while begin and "\u3400" <= letters[begin - 1] <= "\u9fff":
        begin -= 1
    return begin


def _without_prose(run: str, left: str, *, field: bool) -> tuple[str, int]:
    """Return the code at the end of the run and where it begins in it; ``left`` is the character before the run."""
    known = words()
    cut = _after_stop(run, known.stop, whole=True)
    if not cut and left.isdigit() and run[0] in _MEASURES and is_whole(run[1:]):
        cut = 1
    for found in _CONJUNCTION.finditer(run, cut + 1):
        if is_whole(run[found.end() :]) and _GOVERNMENT.match(run, found.end()):
            cut = found.end()
    while is_whole(run[cut + 1 :]) and run[cut : cut + 2] not in known.lead_names:
        word = run[cut]
        inside = bool(cut) and not field
        if not (
            word in known.lead_anywhere
            or (word in known.lead_clause and (inside or (left and left in ",;。:") or _GOVERNMENT.match(run, cut + 1)))
            or (word in known.lead_joint and (inside or (left and left in "》）”〉")))
        ):
            break
        cut += 1
    return run[cut:], cut


def _after_stop(run: str, stop: re.Pattern[str], *, whole: bool) -> int:
    """Return where the last word that ends prose ends, provided that something believable follows it; else 0."""
    cut = 0
    found = stop.search(run)
    while found:
        rest = run[found.end() :]
        if is_whole(rest) if whole else rest:
            cut = max(cut, found.end())
        found = stop.search(run, found.start() + 1)  # words may overlap: 市委办 and 办公室
    return cut


def organ_before(text: str, end: int) -> Code:
    """Return the organ, or the organs joined by 、, that stand before the marker of a decree or before its number."""
    view = _View(text, end)
    letters = view.letters.removesuffix("联合").rstrip()
    year = None
    if found := _YEAR.search(letters):
        year, letters = int(found[1]), letters[: found.start()].rstrip()
    organ, begin = _organ_piece(letters)
    if not organ:
        return Code("", view.offsets[len(letters)], year=year)
    organs = [organ]
    while letters[:begin].endswith("、") or not organs[0].endswith(words().never_joint):
        rest = letters[:begin].rstrip(" ").removesuffix("原")
        if not rest.endswith("、") and not letters[:begin].endswith(" "):
            break
        organ, further = _organ_piece(rest.removesuffix("、").rstrip(" "))
        if len(organ) < 3 or organ[-1] not in words().joint_endings:
            break
        organs.insert(0, organ)
        begin = further
    return Code("、".join(organs), view.offsets[begin], certain=len(organs[0]) <= 25, year=year)


def _organ_piece(letters: str) -> tuple[str, int]:
    """Return the organ at the end of the letters, without 中华人民共和国, and where it begins, with it."""
    known = words()
    begin = _run_begin(letters)
    run = letters[begin:]
    cut = _after_stop(run, known.decree_stop, whole=False)
    if not cut and letters[begin - 1 : begin].isdigit() and run[:1] and run[0] in _MEASURES:
        cut = 1
    while len(run) - cut > 2 and run[cut] in known.organ_lead and run[cut : cut + 2] not in known.lead_names:
        cut += 1
    organ = _JOINED.sub("、", run[cut:])
    if found := _NATION.search(run[:cut]):
        cut = found.start()
    return organ, begin + cut


class _View:
    """The letters before a place in the text, hard line breaks inside a sentence taken out, with their offsets."""

    def __init__(self, text: str, end: int) -> None:
        begin = max(0, end - _WINDOW)
        stop = end
        while stop > begin and text[stop - 1].isspace():
            stop -= 1
        self.crossed_line = "\n" in text[stop:end] and not _is_wrapped(text, stop)
        self.letters = text[begin:stop]
        self.offsets = [*range(begin, stop), end]
        if "\n" in self.letters:
            self.offsets = [i for i in range(begin, stop) if text[i] != "\n" or not _is_wrapped(text, i)]
            self.letters = "".join(text[i] for i in self.offsets)
            self.offsets.append(end)


def _is_wrapped(text: str, newline: int) -> bool:
    """Tell whether a line break fell inside a sentence: a full line before it, no indent and no break after it."""
    if newline + 1 >= len(text) or text[newline + 1].isspace():
        return False
    line = text[max(0, newline - _WRAPPED_LINE) : newline]
    return len(line) == _WRAPPED_LINE and "\n" not in line and (line[-1].isalnum() or line[-1] in "、,（《〔")
