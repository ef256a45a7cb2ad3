"""Writes the pages of docs/ that the code is the source of: `python tools/docs.py [--check]`.

docs/cli.md from the commands, docs/settings.md from Settings, docs/questions.md from the
catalogue, docs/ontology.md from onrecord.ttl, docs/http.md from the routes. A test runs it with
--check.
"""

from __future__ import annotations

import inspect
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import typer
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from typer.main import get_command

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from onrecord.api.app import create_app
from onrecord.cli import app
from onrecord.graph.catalogue import GROUPS, Question, by_group
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.ontology.packs import Packs
from onrecord.ontology.terms import local_name, ontology
from onrecord.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent
_MADE = "<!-- Made by `python tools/docs.py`; change the code, not this page. -->\n\n"


_SHAPES = """
## How a statement looks

A claim is a node, in both stores: a `Statement`, or a `RelationClaim` that supports a direct edge.

```
(Statement)-[:HAS_SPEAKER]->(Actor)          who                 .content  .mode  .confidence …
(Statement)-[:IS_ABOUT]->(Policy or Sector)  about what
(Statement)-[:HAS_EVIDENCE]->(TextSpan)      the sentence        .exact  .start  .end
(Statement)-[:HAS_CONTENT]->(TextSpan)       the words attributed
(Statement)-[:IN_DOCUMENT]->(Document)       where               .title  .published
(Statement)-[:REPORTED_BY]->(Actor)          who relayed it; HAS_RELAY has the order
(RelationClaim)-[:HAS_SUBJECT]->(…), -[:HAS_OBJECT]->(…)         .predicate  .role  .factuality
```

The same question in both languages (the prefixes `onr:`, `skos:`, `rdf:`, `rdfs:`, `xsd:` need no
declaration in `onrecord query sparql` and at `/sparql`):

```sparql
PREFIX onr: <https://w3id.org/onrecord/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name ?sentence WHERE {
  ?statement a onr:Statement ; onr:hasSpeaker ?speaker ; onr:hasEvidence/onr:exact ?sentence .
  ?speaker skos:prefLabel ?label . BIND(STR(?label) AS ?name)
}
```

```cypher
MATCH (statement:Statement)-[:HAS_SPEAKER]->(speaker),
      (statement)-[:HAS_EVIDENCE]->(evidence)
RETURN speaker.prefLabel AS name, evidence.exact AS sentence
```

Labels of pack concepts have a language in RDF (`"Xi Jinping"@en`): compare `STR(?label)`. In the
property graph the language is dropped. `searchName` holds every name case-folded with a space at
both ends, so that `CONTAINS(?n, " xi ")` matches whole words in both languages.
"""


def cli() -> Iterator[str]:
    """Every command with its arguments and options."""
    yield "# The command line\n\n"
    yield (
        "Results go to stdout, talk and progress to stderr. Exit code 0: done; 1: something "
        "failed, told in one line; 2: wrong usage.\n"
    )
    root = get_command(app)
    yield from _commands(root, typer.Context(root, info_name="onrecord"), "onrecord")


def _commands(group: Any, context: typer.Context, path: str) -> Iterator[str]:
    """The commands of a group, and those of the groups below it."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "list_commands"):
            below = typer.Context(command, info_name=name, parent=context)
            yield from _commands(command, below, f"{path} {name}")
            continue
        yield f"\n## {path} {name}\n\n{inspect.cleandoc(command.help or '')}\n\n"
        yield "| argument or option | what it does |\n|---|---|\n"
        for parameter in command.params:
            names = (
                [(parameter.name or "").upper()]
                if parameter.param_type_name == "argument"
                else [*parameter.opts, *parameter.secondary_opts]
            )
            shown = ", ".join(f"`{each}`" for each in names)
            text = " ".join((getattr(parameter, "help", None) or "").split())
            yield f"| {shown} | {text.replace('|', chr(92) + '|')} |\n"


def settings() -> Iterator[str]:
    """Every setting with its variable and default."""
    yield "# Settings\n\n"
    yield (
        "Environment variables; the defaults work on a laptop with nothing else running. Options "
        "of a command win over them.\n\n| variable | default | what it does |\n|---|---|---|\n"
    )
    for name, field in Settings.model_fields.items():
        default = "–" if field.default in (None, []) else f"`{field.default}`"
        yield f"| `ONRECORD_{name.upper()}` | {default} | {field.description} |\n"


def catalogue() -> Iterator[str]:
    """Every question by its group, with its parameters, an example and both texts."""
    yield "# The question catalogue\n\n"
    yield (
        "Ask one by its name: `onrecord query NAME parameter=value`, over HTTP at "
        "`/catalogue/NAME?parameter=value`. Each gives the same rows in SPARQL and in Cypher, in "
        "the same order; lines between `when` and `end` are there only when the parameter is "
        "given. Words match whole words of a name or a text, whatever their case.\n"
    )
    for group in GROUPS:
        found = [question for question in by_group() if question.group == group]
        yield f"\n## {group.title()}\n\n| question | what it answers |\n|---|---|\n"
        for question in found:
            yield f"| [{question.name}](#{question.name}) | {question.sentence} |\n"
        for question in found:
            yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    yield f"\n### {question.name}\n\n{question.title}. {question.sentence}\n\n"
    if question.parameters:
        yield "| parameter | | what it is | example |\n|---|---|---|---|\n"
    for parameter in question.parameters:
        default = f", default `{parameter.default}`" if parameter.default else ""
        need = "needed" if parameter.required else "may be left out"
        told = f"{need}{default} | {parameter.help} | `{parameter.example}`"
        yield f"| `{parameter.name}` | {told} |\n"
    yield f"\n```\n{question.command}\n```\n"
    yield f"\n```sparql\n{question.sparql_template}```\n"
    yield f"\n```cypher\n{question.cypher_template}```\n"


def terms() -> Iterator[str]:
    """Every class and property with its form in the property graph."""
    graph = Graph().parse(ROOT / "ontology" / "onrecord.ttl")
    yield "# The ontology\n\n"
    yield (
        "`onrecord.ttl` (namespace `https://w3id.org/onrecord/ns#`, prefix `onr:`) drives both "
        "stores: a class is a label, a datatype property a node property, an object property a "
        "relationship. Superclasses are written out in both, every node also has the label "
        "`Resource` and the property `iri`.\n"
    )
    yield _SHAPES
    yield ("\n## Classes\n\n| class and label | below | what it is |\n|---|---|---|\n")

    def comment(iri: URIRef) -> str:
        return str(graph.value(iri, RDFS.comment) or "")

    for iri in sorted(ontology().superclasses):
        above = ", ".join(sorted(graph.qname(str(o)) for o in graph.objects(iri, RDFS.subClassOf)))
        yield f"| `{local_name(str(iri))}` | {above} | {comment(iri)} |\n"
    for title, kind in (("Node properties", OWL.DatatypeProperty), ("Relationships", None)):
        yield f"\n## {title}\n\n| RDF | property graph | from | to | what it is |\n"
        yield "|---|---|---|---|---|\n"
        for iri, found in sorted(ontology().properties.items()):
            if ((iri, RDF.type, OWL.DatatypeProperty) in graph) != (kind is not None):
                continue
            prefix = "skos" if str(iri).startswith(str(SKOS)) else "onr"
            form = found.relationship or (found.name if found.functional else f"{found.name} []")
            ends = " | ".join(
                f"`{local_name(str(end))}`" if end else "any"
                for end in (graph.value(iri, RDFS.domain), graph.value(iri, RDFS.range))
            )
            yield f"| `{prefix}:{found.name}` | `{form}` | {ends} | {comment(iri)} |\n"


def http() -> Iterator[str]:
    """Every route with its parameters, from the app's own OpenAPI."""
    yield "# HTTP\n\n"
    yield (
        "`onrecord serve` answers on this machine; who asks from elsewhere needs an access key, "
        "shown as `Authorization: Bearer KEY` or as the password of HTTP Basic "
        "([operating](operating.md)). Every failure is "
        "`application/problem+json` (RFC 9457); `/openapi.json` describes everything, `/docs` "
        "shows it. Documents come in with `onrecord ingest`, or as uploads to `/jobs`.\n"
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        KnowledgeGraph(Path(folder) / "data", Packs(), _no_engine) as graph,
    ):
        described = create_app(graph, load_settings()).openapi()
    for path, operations in sorted(described["paths"].items()):
        for method, operation in operations.items():
            text = operation.get("description") or operation.get("summary") or ""
            yield f"\n## {method.upper()} {path}\n\n{inspect.cleandoc(text)}\n"
            if parameters := operation.get("parameters"):
                yield "\n| parameter | in | what it is |\n|---|---|---|\n"
                for each in parameters:
                    help_ = " ".join(each.get("description", "").split())
                    yield f"| `{each['name']}` | {each['in']} | {help_} |\n"
            yield from _body(operation.get("requestBody", {}), described["components"]["schemas"])


def _body(body: Mapping[str, Any], shapes: Mapping[str, Any]) -> Iterator[str]:
    """What is sent, by media type; media types of one shape together."""
    of: dict[str, list[str]] = {}
    for media_type, content in body.get("content", {}).items():
        of.setdefault(json.dumps(content.get("schema", {})), []).append(f"`{media_type}`")
    for text, media_types in of.items():
        schema = json.loads(text)
        shape = shapes[local_name(schema["$ref"])] if "$ref" in schema else schema
        yield f"\nIts body is {' or '.join(media_types)}"
        if not shape.get("properties"):
            yield ".\n"
            continue
        yield ":\n\n| member | values | what it is |\n|---|---|---|\n"
        needed = set(shape.get("required", ()))
        for name, each in shape["properties"].items():
            help_ = " ".join(each.get("description", "").split())
            mark = "needed; " if name in needed else ""
            yield f"| `{name}` | {mark}{_values(each, shapes)} | {help_} |\n"


def _values(schema: Mapping[str, Any], shapes: Mapping[str, Any]) -> str:
    """The kind of a member's values in few words."""
    if "$ref" in schema:
        return _values(shapes[local_name(schema["$ref"])], shapes)
    if "anyOf" in schema:
        kinds = [_values(each, shapes) for each in schema["anyOf"] if each.get("type") != "null"]
        return " or ".join(kinds)
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{each}`" for each in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_values(schema.get('items', {}), shapes)}"
    if schema.get("format") == "binary" or "contentMediaType" in schema:
        return "file"
    return str(schema.get("type", "any"))


def _no_engine(_: Path) -> NoReturn:
    raise AssertionError("describing the routes needs no engine")


PAGES = {
    "cli.md": cli,
    "settings.md": settings,
    "questions.md": catalogue,
    "ontology.md": terms,
    "http.md": http,
}


def main(arguments: list[str]) -> int:
    """Write the pages; with --check say which are out of date instead."""
    stale = []
    for name, page in PAGES.items():
        path = ROOT / "docs" / name
        title, *rest = page()
        text = title + _MADE + "".join(rest)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        print(f"out of date: {', '.join(stale)}; run `python tools/docs.py`", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
