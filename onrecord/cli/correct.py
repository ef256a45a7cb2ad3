"""Commands that correct what was read: correct …"""

from __future__ import annotations

import getpass
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.output import AsJson, DataDir, count, print_json, print_table, reached, say
from onrecord.errors import OnRecordError
from onrecord.graph.corrections.consequences import Consequence
from onrecord.graph.corrections.decisions import summary
from onrecord.graph.corrections.ledger import Entry, read, undone, written
from onrecord.graph.corrections.proposals import NO_DATE, NOBODY, Proposal, decision_of
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.settings import load_settings

SHORT_ENTRY = 8
_MOST_LISTED = 20

correct = typer.Typer(
    help="""Correct what was read. Decisions are kept with author, time and reason, outlive every
    new reading of the documents, and can be undone.

    A STATEMENT or CLAIM is named by its id (`who-said --ids` shows it), a document by its id
    (`status`), an ENTITY by its name, its id, or, if the graph does not have it, as
    new:TYPE:NAME (new:Person:"Ann Lee"). The first digits of an id are enough.

    Try any of them with --preview first: it shows what would change, and changes nothing.
    """,
    no_args_is_help=True,
)

Because = Annotated[
    str, typer.Option("--because", help="Why: a sentence for those who come after you.")
]
By = Annotated[
    str | None,
    typer.Option("--by", help="Who decides; else your user name.", show_default=False),
]
Preview = Annotated[
    bool, typer.Option("--preview", help="Show what would change, and change nothing.")
]
Claim = Annotated[str, typer.Argument(help="Id of the statement or relation.", metavar="CLAIM")]
Statement = Annotated[str, typer.Argument(help="Id of the statement.", metavar="STATEMENT")]
EntityName = Annotated[str, typer.Argument(help="Name or id.", metavar="ENTITY")]
Words = Annotated[
    list[str] | None,
    typer.Option(
        "--content", help="Words of the content, as they stand there; again for each part."
    ),
]
Cue = Annotated[
    list[str] | None, typer.Option("--cue", help="Words of the cue (said, according to).")
]
Source = Annotated[list[str] | None, typer.Option("--source", help="Words that name who says it.")]


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that was made, or what it would change."""

    entry: Entry | None
    consequence: Consequence
    conflict: str | None


def make(graph: KnowledgeGraph, asked: Proposal, author: str, reason: str, only: bool) -> Made:
    """Make the decision, or only look at what it would change; both stores follow."""
    decision = decision_of(graph, asked)
    consequence = graph.preview(decision)
    if only:
        return Made(None, consequence, None)
    entry = graph.correct(decision, author=author, reason=reason)
    graph.sync()
    conflicts = {each.entry.id: each.reason for each in graph.conflicts()}
    return Made(entry, consequence, conflicts.get(entry.id))


def _decide(
    asked: Proposal,
    data_dir: Path | None,
    author: str | None,
    reason: str,
    preview: bool,
    as_json: bool,
) -> None:
    settings = load_settings(data_dir=data_dir)
    if not preview and not reason.strip():
        raise typer.BadParameter("say why (--because), or look first (--preview)")
    with reached(settings, f"onrecord correct {asked.kind}") as graph:
        made = graph.run(make, asked, author or getpass.getuser(), reason, preview)
    if as_json:
        entry = _row(made.entry, in_force=True) if made.entry else None
        print_json({"entry": entry, "consequence": asdict(made.consequence)})
    else:
        show_consequence(made.consequence)
    if made.entry is not None:
        say(f"decided: {summary(made.entry.decision)}; undo it with: onrecord correct undo "
            f"{made.entry.id[:SHORT_ENTRY]} --because …")  # fmt: skip
    if made.conflict:
        say(f"it changes nothing yet: {made.conflict}")


def show_consequence(consequence: Consequence) -> None:
    """What changes, for people."""
    lines = [
        ("claims that go", consequence.claims_gone),
        ("claims that come", consequence.claims_new),
        ("claims that change", consequence.claims_changed),
        ("direct edges that lose support", consequence.edges_gone),
        ("direct edges that win support", consequence.edges_new),
    ]
    print_table(
        ("what", "how many", "which"),
        [
            (
                what,
                len(which),
                ", ".join(which[:_MOST_LISTED]) + (", …" if len(which) > _MOST_LISTED else ""),
            )
            for what, which in lines
            if which
        ],
    )
    say(f"facts of {count(consequence.documents, 'document')} change")


@correct.command("merge")
def merge(
    entity: EntityName,
    into: Annotated[str, typer.Argument(help="The one that stays.", metavar="INTO")],
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Both are one: ENTITY becomes INTO, and its old identifier leads there."""
    asked = Proposal("merge", entity=entity, other=into)
    _decide(asked, data_dir, by, because, preview, as_json)


@correct.command("split")
def split(
    entity: EntityName,
    document: Annotated[
        list[str], typer.Option("--document", help="Document that means another one; repeatable.")
    ],
    into: Annotated[str, typer.Option(help="Whom it means, where the graph has that one.")] = "",
    name: Annotated[str, typer.Option(help="Name of the new one; else the same name.")] = "",
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Two are taken for one: what some documents call ENTITY is another one."""
    asked = Proposal("split", entity=entity, other=into, label=name, documents=tuple(document))
    _decide(asked, data_dir, by, because, preview, as_json)


@correct.command("rename")
def rename(
    entity: EntityName,
    name: Annotated[str, typer.Argument(help="The name to show.")],
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show ENTITY by another name; the one before stays as an alias."""
    asked = Proposal("rename", entity=entity, label=name)
    _decide(asked, data_dir, by, because, preview, as_json)


@correct.command("keep-apart")
def keep_apart(
    entity: EntityName,
    other: Annotated[str, typer.Argument(help="The other one.", metavar="OTHER")],
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Never merge ENTITY and OTHER."""
    asked = Proposal("keep-apart", entity=entity, other=other)
    _decide(asked, data_dir, by, because, preview, as_json)


@correct.command("reject")
def reject(
    claim: Claim,
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """The document does not say so: the CLAIM goes, with the direct edge that it alone supports."""
    _decide(Proposal("reject", claim=claim), data_dir, by, because, preview, as_json)


@correct.command("confirm")
def confirm(
    claim: Claim,
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """The document says so: keep with the CLAIM that you checked it."""
    _decide(Proposal("confirm", claim=claim), data_dir, by, because, preview, as_json)


@correct.command("speaker")
def speaker(
    statement: Statement,
    entity: Annotated[
        str,
        typer.Argument(help=f"Who says it, or `{NOBODY}` where the text does not tell."),
    ],
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Somebody else said it."""
    asked = Proposal("speaker", claim=statement, speaker=entity)
    _decide(asked, data_dir, by, because, preview, as_json)


@correct.command("span")
def span(
    statement: Statement,
    content: Words = None,
    cue: Cue = None,
    source: Source = None,
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """The statement has other words: give those of the content, the cue or the source."""
    asked = Proposal(
        "span",
        claim=statement,
        content=tuple(content or ()),
        cue=tuple(cue) if cue else None,
        source=tuple(source) if source else None,
    )
    _decide(asked, data_dir, by, because, preview, as_json)


@correct.command("via")
def via(
    statement: Statement,
    relays: Annotated[
        list[str] | None,
        typer.Argument(
            help="Who relayed it, from the speaker to the reader; nobody where left out.",
            show_default=False,
        ),
    ] = None,
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Others relayed it."""
    asked = Proposal("via", claim=statement, via=tuple(relays or ()))
    _decide(asked, data_dir, by, because, preview, as_json)


@correct.command("about")
def about(
    statement: Statement,
    topics: Annotated[
        list[str] | None,
        typer.Argument(
            help="Policies and sectors that it is about; none where left out.", show_default=False
        ),
    ] = None,
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """It is about other policies or sectors."""
    asked = Proposal("about", claim=statement, about=tuple(topics or ()))
    _decide(asked, data_dir, by, because, preview, as_json)


@correct.command("date")
def date(
    claim: Claim,
    day: Annotated[
        str,
        typer.Argument(help=f"YYYY, YYYY-MM, YYYY-MM-DD, or {NO_DATE} where the text tells none."),
    ],
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """It was said or done at another time (without a year: --MM-DD, after a lone --)."""
    asked = Proposal("date", claim=claim, date=day)
    _decide(asked, data_dir, by, because, preview, as_json)


@correct.command("relation")
def relation(
    claim: Annotated[str, typer.Argument(help="Id of the relation.", metavar="RELATION")],
    subject: Annotated[str, typer.Option(help="Who or what stands in the relation.")] = "",
    predicate: Annotated[str, typer.Option(help="imposes, memberOf, … (docs/ontology.md).")] = "",
    object_: Annotated[str, typer.Option("--object", help="To whom or what.")] = "",
    role: Annotated[
        str | None, typer.Option(help='Post or part; "" takes it away.', show_default=False)
    ] = None,
    factuality: Annotated[
        str | None,
        typer.Option(help="asserted, reported, denied or hypothetical.", show_default=False),
    ] = None,
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """The relation is another one; what you do not name stays."""
    if factuality not in (None, "asserted", "reported", "denied", "hypothetical"):
        raise typer.BadParameter("--factuality is asserted, reported, denied or hypothetical")
    asked = Proposal(
        "relation",
        claim=claim,
        subject=subject,
        predicate=predicate,
        object=object_,
        role=role,
        factuality=factuality,  # type: ignore[arg-type] # checked above
    )
    _decide(asked, data_dir, by, because, preview, as_json)


@correct.command("add")
def add(
    document: Annotated[str, typer.Argument(help="Id of the document.")],
    content: Annotated[
        list[str], typer.Argument(help="Words of the content, as they stand there.")
    ],
    speaker: Annotated[str, typer.Option(help="Who says it.")] = NOBODY,
    cue: Cue = None,
    source: Source = None,
    via: Annotated[list[str] | None, typer.Option(help="Who relayed it; repeatable.")] = None,
    about: Annotated[list[str] | None, typer.Option(help="What it is about; repeatable.")] = None,
    day: Annotated[str, typer.Option("--date", help="When it was said.")] = NO_DATE,
    mode: Annotated[str, typer.Option(help="direct, indirect or mixed.")] = "indirect",
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Add a statement that was missed."""
    if mode not in ("direct", "indirect", "mixed"):
        raise typer.BadParameter("--mode is direct, indirect or mixed")
    asked = Proposal(
        "add",
        documents=(document,),
        content=tuple(content),
        cue=tuple(cue or ()),
        source=tuple(source or ()),
        speaker=speaker,
        via=tuple(via or ()),
        about=tuple(about or ()),
        date=day,
        mode=mode,  # type: ignore[arg-type] # checked above
    )
    _decide(asked, data_dir, by, because, preview, as_json)


@correct.command("undo")
def undo(
    entry: Annotated[str, typer.Argument(help="Id of the entry, as `correct list` shows it.")],
    because: Because = "",
    by: By = None,
    preview: Preview = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """A decision counts no more; undo the undo to have it back."""
    _decide(Proposal("undo", entry=entry), data_dir, by, because, preview, as_json)


@correct.command("list")
def list_(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List all decisions, oldest first, and whether they count."""
    with reached(load_settings(data_dir=data_dir), "onrecord correct list") as graph:
        entries = graph.run(_entries)
    gone = undone(entries)
    rows = [_row(entry, in_force=entry.id not in gone) for entry in entries]
    if as_json:
        print_json(rows)
        return
    print_table(
        ("id", "in force", "time", "author", "decision", "what", "reason"),
        [
            (str(row["id"])[:SHORT_ENTRY], "yes" if row["in_force"] else "no", row["time"],
             row["author"], row["kind"], row["what"], row["reason"])
            for row in rows
        ],
    )  # fmt: skip


@correct.command("conflicts")
def conflicts(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List decisions whose claim is not to be found in what is read now."""
    with reached(load_settings(data_dir=data_dir), "onrecord correct conflicts") as graph:
        found = graph.run(KnowledgeGraph.conflicts)
    if as_json:
        print_json([{**_row(c.entry, in_force=True), "conflict": c.reason} for c in found])
        return
    print_table(
        ("id", "decision", "what", "why it is not applied"),
        [
            (c.entry.id[:SHORT_ENTRY], c.entry.decision.kind, summary(c.entry.decision), c.reason)
            for c in found
        ],
    )
    say(count(len(found), "conflict"))


@correct.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="File to write.")], data_dir: DataDir = None
) -> None:
    """Write all decisions to one file."""
    with reached(load_settings(data_dir=data_dir), "onrecord correct export") as graph:
        entries = graph.run(_entries)
    try:
        file.write_bytes(written(entries))
    except OSError as error:
        raise OnRecordError(f"{file}: cannot be written ({error.strerror})") from error
    say(f"{count(len(entries), 'decision')} written to {file}")


@correct.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="File that `correct export` wrote.")],
    data_dir: DataDir = None,
) -> None:
    """Take in the decisions of another folder; those that are here already are passed over."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise OnRecordError(f"{file}: cannot be read ({error.strerror})") from error
    entries = list(read(data if data.endswith(b"\n") or not data else data + b"\n", str(file)))
    with reached(load_settings(data_dir=data_dir), "onrecord correct import") as graph:
        added = graph.run(KnowledgeGraph.absorb, entries)
        graph.run(KnowledgeGraph.sync)
        found = graph.run(KnowledgeGraph.conflicts)
    say(f"{count(len(added), 'decision')} taken in, {len(entries) - len(added)} known")
    if found:
        say(f"{count(len(found), 'conflict')}; see `onrecord correct conflicts`")


def _entries(graph: KnowledgeGraph) -> list[Entry]:
    return list(graph.record.ledger.entries())


def _row(entry: Entry, *, in_force: bool) -> dict[str, object]:
    return {
        "id": entry.id,
        "kind": entry.decision.kind,
        "what": summary(entry.decision),
        "author": entry.author,
        "time": entry.time.isoformat(),
        "reason": entry.reason,
        "in_force": in_force,
        "decision": asdict(entry.decision),
    }
