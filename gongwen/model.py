"""The nouns of the field: what a text of a 公文 can say, as frozen values that point back at the very words.

Every value that is read out of a text carries its span (offsets into the text it was found in), the rule that found it
and a confidence. Nothing here reads, computes or decides; functions that do live in the modules beside this one.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Relation(StrEnum):
    """What one document does to another (contract: ``events.relation``)."""

    REPEAL = "repeal"  # 废止
    DECLARE_INVALID = "declare_invalid"  # 宣布失效
    CEASE = "cease"  # 停止执行, 不再执行, 不再适用
    SUPERSEDE = "supersede"  # 代替
    EXPIRE_SELF = "expire_self"  # 有效期, 试行期
    LAPSE_AUTO = "lapse_auto"  # 自行失效
    RESIDUAL_LAPSE = "residual_lapse"  # 未列入继续有效目录
    CONDITIONAL_LAPSE = "conditional_lapse"  # 逾期未公布
    AMEND = "amend"  # 修改
    TO_BE_REVISED = "to_be_revised"  # 拟修改
    REPUBLISH = "republish"  # 重新公布
    EXTEND = "extend"  # 延长有效期
    CONTINUE = "continue"  # 继续有效
    SUSPEND = "suspend"  # 暂停
    REVOKE = "revoke"  # 撤销
    WITHDRAW = "withdraw"  # 收回
    CORRECT = "correct"  # 更正
    PRECEDENCE = "precedence"  # 以…为准
    FORWARD = "forward"  # 转发, 批转
    INTERPRET = "interpret"  # 解读
    IMPLEMENT = "implement"  # 贯彻


ENDINGS = frozenset(
    {
        Relation.REPEAL,
        Relation.DECLARE_INVALID,
        Relation.CEASE,
        Relation.SUPERSEDE,
        Relation.LAPSE_AUTO,
        Relation.RESIDUAL_LAPSE,
        Relation.CONDITIONAL_LAPSE,
    }
)


class Scope(StrEnum):
    """How much of the target an effect touches (contract: ``events.scope``)."""

    WHOLE = "whole"
    ARTICLE = "article"
    PROVISION = "provision"
    ANNEX = "annex"
    ANNEXED_INSTRUMENT = "annexed_instrument"
    TERRITORIAL = "territorial"
    CLASS = "class"
    UNDETERMINED = "undetermined"


class Modality(StrEnum):
    """Whether the text brings the effect about or merely speaks of it (contract: ``events.modality``)."""

    ENACTED = "enacted"
    PROPOSED = "proposed"
    PROCEDURAL = "procedural"
    REPORTED = "reported"
    NEGATED = "negated"


class Via(StrEnum):
    """Where in the document an effect is stated (contract: ``events.via``)."""

    SENTENCE = "sentence"
    LIST_ROW = "list_row"
    TABLE_ROW = "table_row"
    TITLE = "title"
    METADATA = "metadata"


class Basis(StrEnum):
    """From when an effect counts (contract: ``events.effective_basis``)."""

    IN_FORCE = "in_force"
    PUBLISHED = "published"
    WRITTEN = "written"
    DATE = "date"
    CONDITION = "condition"


class Witness(StrEnum):
    """Who said it (contract: ``fields.witness``); in the order of their weight, the strongest first."""

    REVIEWER = "reviewer"
    BODY = "body"
    MASTHEAD = "masthead"
    SIGNATURE_BLOCK = "signature_block"
    NOTE = "note"
    PAGE_TABLE = "page_table"
    META = "meta"
    CATALOGUE = "catalogue"
    FILENAME = "filename"


class CarrierClass(StrEnum):
    """What kind of paper it is (contract: ``documents.carrier_class``)."""

    OFFICIAL = "official"
    INTERPRETATION = "interpretation"
    DRAFT = "draft"
    NEWS = "news"
    CATALOGUE = "catalogue"
    OTHER = "other"


class Normativity(StrEnum):
    """Whether it is a 行政规范性文件 (contract: ``documents.normativity``)."""

    NORMATIVE = "normative"
    NOT_NORMATIVE = "not_normative"
    NEEDS_REVIEW = "needs_review"


class FileState(StrEnum):
    """What became of a file (contract: ``files.state``)."""

    READ = "read"
    EXPANDED = "expanded"
    DUPLICATE = "duplicate"
    NEEDS_OCR = "needs_ocr"
    NEEDS_PASSWORD = "needs_password"  # noqa: S105 - a state, not a secret
    DAMAGED = "damaged"
    REFUSED = "refused"
    UNSUPPORTED = "unsupported"
    QUARANTINED = "quarantined"
    EMPTY = "empty"
    IGNORED = "ignored"
    NOT_YET_READ = "not_yet_read"


class Verdict(StrEnum):
    """What two documents are to each other (contract: ``pairs.verdict``)."""

    SAME_TEXT = "same_text"
    VERSION = "version"
    COVER_AND_ANNEX = "cover_and_annex"
    FORWARDED = "forwarded"
    SERIES = "series"
    ELSEWHERE = "elsewhere"
    DIFFERENT = "different"


class Status(StrEnum):
    """The standing of an instrument on a day (contract: ``statuses.status``)."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    PARTIALLY_REPEALED = "partially_repealed"
    REPEALED = "repealed"
    DECLARED_INVALID = "declared_invalid"
    EXPIRED = "expired"
    RESIDUAL_LAPSED = "residual_lapsed"
    SUSPENDED = "suspended"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    UNKNOWN = "unknown"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """发文字号, or the number of a decree or announcement (令, 公告), as found.

    ``agency_code`` is the 机关代字 with its markers (字, 令, 公告 …), "" where the number is bare and has no issuer of
    its own. Serials enumerated behind one code (12、15、18号) are as many numbers.
    """

    agency_code: str
    year: int | None
    serial: int | None
    canonical: str  # 机关代字〔YYYY〕N号, …令第N号, …公告YYYY年第N号
    raw: str
    start: int
    end: int
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date in a text. ``value`` is None where the text is damaged: then ``candidates`` lists what it may mean."""

    value: date | None
    raw: str
    start: int
    end: int
    rule: str
    confidence: float = 1.0
    candidates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart. ``core`` is the key of the enclosed instrument's name, edition marks kept apart."""

    raw: str
    text: str  # status tags, news leads and trailing numbers peeled
    core: str
    issuer: str  # the issuing organ that leads the title, or ""
    wrapper: str  # promulgate, forward, approve_and_forward, repeal, amend, publish_list, … or ""
    enclosed: tuple[str, ...]  # titles in 《》 that the wrapper encloses
    doc_genre: str  # 文种
    instrument_form: str  # the noun of the enclosed text: 办法, 规定, …
    edition_mark: str  # 试行, 暂行, 修订, 2021年版, 征求意见稿, …
    status_tag: str  # 已废止, 已失效 … as a web page shows it; a witness, never a status


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of another document."""

    title: str | None
    numbers: tuple[DocumentNumber, ...]
    start: int
    end: int
    as_basis: bool = False  # named as the authority (根据, 依据, 按照)
    dates: tuple[
        DateMention, ...
    ] = ()  # in the bracket or before the title: when the target was issued or came into force
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """One legal effect that a document states; ``start`` and ``end`` bound the evidence in the document's text."""

    relation: Relation
    target_title: str | None
    target_numbers: tuple[str, ...]
    scope: Scope
    modality: Modality
    via: Via
    start: int
    end: int
    evidence: str
    rule: str
    scope_detail: str = ""
    effective_basis: Basis | None = None
    effective_date: date | None = None
    target_date: date | None = (
        None  # when the target was issued, came into force or was last known, as the sentence says
    )
    condition: str = ""
    expected_count: int | None = None  # how many targets the sentence says there are (…等12件)
    cutoff: date | None = None  # residual_lapse: documents made up to this day; extend, suspend: the new last day
    issuers: tuple[str, ...] = ()  # residual_lapse: whose documents
    exceptions: str = ""  # what the sentence carves out
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Validity:
    """When a document comes into force and how long it says it lasts."""

    date_in_force: date | None = None
    in_force_basis: Basis | None = None
    in_force_span: tuple[int, int] | None = None
    in_force_rule: str = ""
    validity_end: date | None = None  # the last day in force
    end_span: tuple[int, int] | None = None
    end_rule: str = ""
    end_condition: str = ""  # 至国家、省出台新规定时止
    soft: bool = False  # 试行期: weaker than 有效期
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One witness of one field of one document; ``start`` is None where the witness has no place in the text."""

    field: str
    witness: Witness
    value: str
    raw: str
    rule: str
    start: int | None = None
    end: int | None = None
    page: int | None = None
    confidence: float = 1.0
    chosen: bool = False  # whether the document takes this value


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should look at, before it has an address: the steps say what it is about."""

    code: str
    severity: str  # error, warning, notice
    message: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class FiredRule:
    """One rule that spoke for an answer, with what it weighs and the words it saw.

    ``start`` and ``end`` are offsets into the folded words at ``where`` (title, body …), None where it saw none.
    """

    rule: str
    value: str  # the answer that it speaks for
    weight: int
    where: str
    words: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Classified:
    """A three-way or many-way answer with the rules that fired, and how sure it is (0 to 1)."""

    value: str
    score: float
    fired: tuple[FiredRule, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return the rules that fired in words: weight, rule, what it saw."""
        return tuple(f"{one.value} {one.weight:+d} {one.rule}: {one.words[:30]}" for one in self.fired)
