"""The command line: what may be asked, and the answer as an exit code. The work is done in modules imported on demand.

Exit codes, the first that applies: 2 wrong usage or settings · 5 the home is in use · 4 the books do not balance ·
3 some input damaged or refused · 1 findings need a person · 0 nothing to add.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from gongwen.messages import say, set_language
from pipelines.exit_codes import OK, WRONG_USAGE


class _Formatter(argparse.HelpFormatter):
    """argparse's help with its own words in the user's language."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Begin with the word for usage."""
        super().add_usage(usage, actions, groups, say("cli.usage") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse with its headings and its refusals in the user's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"add_help": False, "formatter_class": _Formatter, **options})
        self._positionals.title = say("cli.positionals")
        self._optionals.title = say("cli.options")
        self.add_argument("-h", "--help", action="help", help=say("cli.help"))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to see what is right."""
        print(say("cli.wrong_usage", reason=message, command=self.prog), file=sys.stderr)
        raise SystemExit(WRONG_USAGE)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    set_language("en" if os.environ.get("DISHU_LANG", "").lower().startswith("en") else "zh")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except BrokenPipeError:  # whoever read our output has seen enough (… | head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at exit
        return OK


def _parser() -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = _Parser(prog="dishu", description=say("cli.what"), epilog=say("cli.exit_codes"))
    parser.add_argument("--version", action="version", version=f"dishu {_version()}", help=say("cli.version"))
    commands = parser.add_subparsers(required=True, metavar=say("cli.command"), title=say("cli.commands"))
    _add_run(commands)
    for name, function in (("init", _init), ("settings", _settings), ("doctor", _doctor)):
        one = commands.add_parser(name, help=say(f"cli.{name}"))
        one.add_argument("home", type=Path, nargs="?" if name != "init" else None, default=Path(), help=say("cli.home"))
        one.set_defaults(command=function)
    steps = commands.add_parser("steps", help=say("cli.steps"))
    steps.set_defaults(command=_steps)
    explain = commands.add_parser("explain", help=say("cli.explain"))
    explain.add_argument("doc_id", help=say("cli.doc_id"))
    explain.add_argument("--home", type=Path, default=Path(), help=say("cli.home"))
    explain.set_defaults(command=_explain)
    query = commands.add_parser("query", help=say("cli.query"))
    query.add_argument("sql", help=say("cli.sql"))
    query.add_argument("--home", type=Path, default=Path(), help=say("cli.home"))
    form = query.add_mutually_exclusive_group()
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help=say("cli.csv"))
    form.add_argument("--json", dest="form", action="store_const", const="json", help=say("cli.json"))
    query.set_defaults(command=_query, form="table")
    listed = commands.add_parser("inventory", help=say("cli.inventory"))
    listed.add_argument("--home", type=Path, default=Path(), help=say("cli.home"))
    listed.add_argument("--xlsx", type=Path, metavar="FILE", help=say("cli.xlsx"))
    listed.set_defaults(command=_inventory)
    rules = commands.add_parser("rules", help=say("cli.rules"))
    rules.add_argument("rule_id", nargs="?", default="", help=say("cli.rule_id"))
    rules.add_argument("--home", type=Path, default=None, help=say("cli.rules_home"))
    rules.set_defaults(command=_rules)
    check = commands.add_parser("check", help=say("cli.check"))
    check.add_argument("--home", type=Path, default=Path(), help=say("cli.home"))
    check.set_defaults(command=_check)
    return parser


def _add_run(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    run = commands.add_parser("run", help=say("cli.run"))
    run.add_argument("--home", type=Path, default=Path(), help=say("cli.home"))
    run.add_argument("--inbox", type=Path, help=say("cli.inbox"))
    run.add_argument("--catalogue", type=Path, help=say("cli.catalogue"))
    run.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help=say("cli.as_of"))
    run.add_argument("--years", type=_years, metavar="2005-2010", help=say("cli.years"))
    run.set_defaults(command=_run)


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(say("cli.not_a_day", value=value)) from error


def _years(value: str) -> frozenset[str]:
    """Return the folder years named: ``2005-2010``, ``2008``, ``unknown``, ``before-2005``, several with commas."""
    chosen: set[str] = set()
    for part in value.replace("，", ",").split(","):
        first, _, last = part.strip().partition("-")
        if part.strip() in ("unknown", "before-2005"):
            chosen.add(part.strip())
        elif (
            len(first) == 4 and first.isdigit() and (not last or (len(last) == 4 and last.isdigit() and last >= first))
        ):
            chosen.update(str(year) for year in range(int(first), int(last or first) + 1))
        else:
            raise argparse.ArgumentTypeError(say("cli.not_years", value=value))
    return frozenset(chosen)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("dishu")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"


def _run(arguments: argparse.Namespace) -> int:
    from pipelines.running import run

    return run(
        arguments.home,
        inbox=arguments.inbox,
        catalogue=arguments.catalogue,
        as_of=arguments.as_of,
        years=arguments.years,
    )


def _init(arguments: argparse.Namespace) -> int:
    from pipelines.preparing import make_home

    return make_home(arguments.home)


def _settings(arguments: argparse.Namespace) -> int:
    from pipelines.preparing import show_settings

    return show_settings(arguments.home)


def _doctor(arguments: argparse.Namespace) -> int:
    from pipelines.preparing import look_at_machine

    return look_at_machine(arguments.home)


def _steps(_: argparse.Namespace) -> int:
    from pipelines.showing import show_steps

    return show_steps()


def _explain(arguments: argparse.Namespace) -> int:
    from pipelines.explaining import explain

    return explain(arguments.home, arguments.doc_id)


def _query(arguments: argparse.Namespace) -> int:
    from pipelines.querying import query

    return query(arguments.home, arguments.sql, form=arguments.form)


def _rules(arguments: argparse.Namespace) -> int:
    from pipelines.ruling import show_rules

    return show_rules(arguments.rule_id, arguments.home)


def _check(arguments: argparse.Namespace) -> int:
    from pipelines.rechecking import check

    return check(arguments.home)


def _inventory(arguments: argparse.Namespace) -> int:
    from pipelines.inventory import inventory

    return inventory(arguments.home, xlsx=arguments.xlsx)


if __name__ == "__main__":
    raise SystemExit(main())
