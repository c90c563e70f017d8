"""公文: the vocabulary, the grammar and the rules of Chinese official documents, as pure functions over text.

Importable alone. No I/O but for its own tables, no clock: a day is always an argument. What others may build on is
named in ``__all__`` and loaded when it is first asked for; ``docs/reference/gongwen.md`` shows it at work.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongwen.citation import find_citations
    from gongwen.dates import find_dates, parse_date
    from gongwen.effects import find_effects
    from gongwen.issuer import IssuerMention, find_issuer, parse_issuers, same_organ
    from gongwen.likeness import TitleKey, TitleRelation, relate_titles, title_key
    from gongwen.model import (
        Basis,
        CarrierClass,
        Citation,
        DateMention,
        DocumentNumber,
        Effect,
        Modality,
        Relation,
        Scope,
        Title,
        Validity,
        Via,
    )
    from gongwen.number import find_numbers, parse_number, parse_numbers, write_number
    from gongwen.personal import find_personal
    from gongwen.places import level_of, region_of
    from gongwen.provisions import Provision, find_provision, find_provisions
    from gongwen.registration import RegistrationNumber, find_registration_numbers
    from gongwen.rules import Rule, find_rule, load_rulesets, rules_for
    from gongwen.secrecy import SecrecyMark, secrecy_mark
    from gongwen.text import Folded, fold, fold_key, is_traditional
    from gongwen.title import parse_title
    from gongwen.validity import find_validity

_MODULES = {
    "citation": ("find_citations",),
    "dates": ("find_dates", "parse_date"),
    "effects": ("find_effects",),
    "issuer": ("IssuerMention", "find_issuer", "parse_issuers", "same_organ"),
    "likeness": ("TitleKey", "TitleRelation", "relate_titles", "title_key"),
    "model": (
        "Basis", "CarrierClass", "Citation", "DateMention", "DocumentNumber", "Effect", "Modality", "Relation", "Scope",
        "Title", "Validity", "Via",
    ),
    "number": ("find_numbers", "parse_number", "parse_numbers", "write_number"),
    "personal": ("find_personal",),
    "places": ("level_of", "region_of"),
    "provisions": ("Provision", "find_provision", "find_provisions"),
    "registration": ("RegistrationNumber", "find_registration_numbers"),
    "rules": ("Rule", "find_rule", "load_rulesets", "rules_for"),
    "secrecy": ("SecrecyMark", "secrecy_mark"),
    "text": ("Folded", "fold", "fold_key", "is_traditional"),
    "title": ("parse_title",),
    "validity": ("find_validity",),
}  # fmt: skip

__all__ = [
    "Basis",
    "CarrierClass",
    "Citation",
    "DateMention",
    "DocumentNumber",
    "Effect",
    "Folded",
    "IssuerMention",
    "Modality",
    "Provision",
    "RegistrationNumber",
    "Relation",
    "Rule",
    "Scope",
    "SecrecyMark",
    "Title",
    "TitleKey",
    "TitleRelation",
    "Validity",
    "Via",
    "find_citations",
    "find_dates",
    "find_effects",
    "find_issuer",
    "find_numbers",
    "find_personal",
    "find_provision",
    "find_provisions",
    "find_registration_numbers",
    "find_rule",
    "find_validity",
    "fold",
    "fold_key",
    "is_traditional",
    "level_of",
    "load_rulesets",
    "parse_date",
    "parse_issuers",
    "parse_number",
    "parse_numbers",
    "parse_title",
    "region_of",
    "relate_titles",
    "rules_for",
    "same_organ",
    "secrecy_mark",
    "title_key",
    "write_number",
]

if not TYPE_CHECKING:  # a type checker reads the imports above, and so knows a name that is not there

    def __getattr__(name: str) -> object:
        """Load the module of a public name when the name is first asked for."""
        for module, names in _MODULES.items():
            if name in names:
                value = getattr(import_module(f"{__name__}.{module}"), name)
                globals()[name] = value
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
