"""The texts of questions as they are written: with parts in common, and lines for parameters.

``# include NAME`` (``// include`` in Cypher) stands for a file of ``parts/``. Lines between
``# when A or B`` and ``# end`` are there only when one of these parameters is given.
"""

from __future__ import annotations

import re
from collections.abc import Set
from importlib.resources import files
from importlib.resources.abc import Traversable

_INCLUDE = re.compile(r"^(\s*)(?:#|//) include ([\w-]+)\n", re.MULTILINE)
_WHEN = re.compile(r"^\s*(?:#|//) when (\w+(?: or \w+)*)\s*$")
_END = re.compile(r"^\s*(?:#|//) end\s*$")


def folder() -> Traversable:
    """Where the questions are."""
    return files("onrecord.graph.catalogue")


def part(file_name: str) -> str:
    """What several questions have in common."""
    return folder().joinpath("parts", file_name).read_text(encoding="utf-8")


def template(name: str, ending: str) -> str:
    """The text of a question with its parts in place, at the indentation of the include."""

    def included(found: re.Match[str]) -> str:
        lines = part(f"{found[2]}.{ending}").splitlines(keepends=True)
        return "".join(found[1] + line for line in lines)

    text = folder().joinpath(f"{name}.{ending}").read_text(encoding="utf-8")
    return _INCLUDE.sub(included, text)


def filled(template: str, given: Set[str]) -> str:
    """The template without the lines of parameters that are not given, and without the marks."""
    lines: list[str] = []
    keep = True
    for line in template.splitlines():
        if when := _WHEN.match(line):
            keep = not given.isdisjoint(when[1].split(" or "))
        elif _END.match(line):
            keep = True
        elif keep:
            lines.append(line)
    return "\n".join(lines) + "\n"
