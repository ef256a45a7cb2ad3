"""What a SPARQL text asks for, read from its tokens before the engine sees it.

Three things the engine does not let us ask: whether the query would call out (SERVICE), whether it
names its dataset (FROM), and whether it is an update. The scan follows Oxigraph's grammar, which
needs no space after a keyword ("SERVICEex:a"). Where ``<`` may be an operator or begin an IRI and
a SERVICE could hide in between, it refuses. It is the sentence that a person gets; the wall is in
``sparql_worker``, which cannot open a socket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.errors import ReadOnlyError

_TOKEN = re.compile(
    r'''
    (?P<blank>\s+|\#[^\r\n]*)
  | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'
             |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
  | (?P<iri><[^\x00-\x20<>"{}|^`]*>)
  | (?P<variable>[?$]\w+)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d][\w.\-·]*)?:(?:[\w:.\-·]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
  | (?P<word>[A-Za-z][A-Za-z0-9_]*)
  | (?P<sign>.)
    ''',
    re.VERBOSE | re.DOTALL,
)
_OPERAND_ENDS = {"string", "iri", "variable", "tag", "name", "word"}
_UPDATES = {
    "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH",
}  # fmt: skip
_NO_SERVICE = ReadOnlyError(
    "SERVICE is refused: a query may not reach outside of this graph; ask the other server itself"
)


def refuse_service(query: str) -> None:
    """Refuse a query that could call another server.

    Raises:
        ReadOnlyError: it has a SERVICE clause, or one could hide in it.
    """
    if "service" not in query.casefold():
        return
    brackets: list[str] = []
    before = before_word = ""
    name_with_service = False
    for kind, token in _tokens(query):
        folded = token.casefold()
        if kind == "word" and "service" in folded:
            raise _NO_SERVICE
        if token == "{" and name_with_service:
            raise _NO_SERVICE
        if kind == "iri" and before in _OPERAND_ENDS and brackets[-1:] == ["("]:
            # An operator, perhaps; then a comment or a bracket in it would hide what follows.
            if re.search(r"[)#]", token):
                raise ReadOnlyError(
                    f"cannot tell whether {token:.60} is an IRI, in a query that has the word "
                    "SERVICE in it; put a space after '<' where it is an operator"
                )
        elif kind == "sign" and token in "({":
            brackets.append(token)
        elif kind == "sign" and token in ")}" and brackets:
            brackets.pop()
        name_with_service = (
            kind == "name" and "service" in folded.split(":")[0] and before_word != "GRAPH"
        )
        before = "variable" if token == ")" else kind
        before_word = token.upper() if kind == "word" else ""


def names_dataset(query: str) -> bool:
    """Whether the query says with FROM what its default graph is."""
    depth = 0
    for kind, token in _tokens(query):
        if kind == "sign" and token in "{}":
            depth += 1 if token == "{" else -1
        elif kind == "word" and depth == 0 and token.upper() in ("FROM", "FROMNAMED"):
            return True
    return False


def is_update(query: str) -> bool:
    """Whether the text begins as an update does, after its prologue."""
    for kind, token in _tokens(query):
        if kind == "word" and token.upper() not in ("PREFIX", "BASE"):
            return token.upper() in _UPDATES
    return False


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(query):
        if found.lastgroup != "blank":
            yield found.lastgroup or "sign", found.group()
