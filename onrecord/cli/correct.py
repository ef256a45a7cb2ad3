"""Commands that correct what was read: correct …"""

from __future__ import annotations

import getpass
import inspect
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from onrecord.cli.correct_ledger import SHORT_ENTRY, conflicts, entry_row, export, import_, list_
from onrecord.cli.output import AsJson, DataDir, count, print_json, print_table, reached, say
from onrecord.graph.corrections.consequences import ClaimChange, Consequence
from onrecord.graph.corrections.decisions import summary
from onrecord.graph.corrections.ledger import Entry
from onrecord.graph.corrections.proposals import NO_DATE, NOBODY, Proposal, decision_of
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.ontology.identifiers import ID
from onrecord.settings import load_settings

_MOST_LISTED = 50

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
    """A decision that was made, or what it would change.

    ``conflict`` says why it is not applied, ``overrules`` are earlier ones that it contradicts.
    """

    entry: Entry | None
    consequence: Consequence
    conflict: str | None = None
    overrules: tuple[Entry, ...] = ()


def make(graph: KnowledgeGraph, asked: Proposal, author: str, reason: str, only: bool) -> Made:
    """Make the decision, or only look at what it would change; both stores follow."""
    decision = decision_of(graph, asked)
    consequence = graph.preview(decision)
    if only:
        return Made(None, consequence)
    entry = graph.correct(decision, author=author, reason=reason)
    graph.sync()
    conflicts = graph.conflicts()
    why = next((each.reason for each in conflicts if each.entry.id == entry.id), None)
    overruled = tuple(each.entry for each in conflicts if each.by and each.by.id == entry.id)
    return Made(entry, consequence, why, overruled)


def _deciding(propose: Callable[..., Proposal]) -> Callable[..., None]:
    """A command that makes the decision which ``propose`` describes.

    It has the arguments of ``propose``, and the options that all of them have.
    """

    def command(
        because: Because = "",
        by: By = None,
        preview: Preview = False,
        data_dir: DataDir = None,
        as_json: AsJson = False,
        **asked: object,
    ) -> None:
        proposal = propose(**asked)
        settings = load_settings(data_dir=data_dir)
        if not preview and not because.strip():
            raise typer.BadParameter("say why (--because), or look first (--preview)")
        with reached(settings, f"onrecord correct {proposal.kind}") as graph:
            made = graph.run(make, proposal, by or getpass.getuser(), because, preview)
        _show(made, as_json=as_json)

    own = inspect.signature(propose, eval_str=True)
    shared = inspect.signature(command, eval_str=True)
    options = [each for each in shared.parameters.values() if each.name != "asked"]
    # Typer reads both: the signature for the order, the annotations for the options.
    signature = own.replace(parameters=[*own.parameters.values(), *options])
    command.__signature__ = signature  # type: ignore[attr-defined] # as inspect looks for it
    command.__annotations__ = {each.name: each.annotation for each in signature.parameters.values()}
    command.__doc__ = propose.__doc__
    return command


def _show(made: Made, *, as_json: bool) -> None:
    if as_json:
        entry = entry_row(made.entry, in_force=True) if made.entry else None
        print_json({"entry": entry, "consequence": asdict(made.consequence)})
    else:
        show_consequence(made.consequence)
    if made.entry is not None:
        say(f"decided: {summary(made.entry.decision)}; undo it with: onrecord correct undo "
            f"{made.entry.id[:SHORT_ENTRY]} --because …")  # fmt: skip
    if made.conflict:
        say(f"it changes nothing yet: {made.conflict}")
    for old in made.overrules:
        say(f"it contradicts what {old.author} decided, and counts, being later: "
            f"{summary(old.decision)} ({old.decision.kind}, {old.id[:SHORT_ENTRY]}); "
            "undo one of the two")  # fmt: skip


def show_consequence(consequence: Consequence) -> None:
    """What changes, for people: each claim, then the direct edges."""
    rows = [
        (f"claim {each.how}", each.claim[:SHORT_ENTRY], each.text, _old_to_new(each))
        for each in consequence.claims[:_MOST_LISTED]
    ]
    rows += [
        (
            "entity changes",
            each.entity.removeprefix(ID),
            each.before,
            f"{each.before} → {each.after}",
        )
        for each in consequence.entities
    ]  # fmt: skip
    rows += [("edge loses support", "", edge, "") for edge in consequence.edges_gone]
    rows += [("edge wins support", "", edge, "") for edge in consequence.edges_new]
    if rows:
        print_table(("how", "id", "what", "old → new"), rows)
    if (left := len(consequence.claims) - _MOST_LISTED) > 0:
        say(f"… and {count(left, 'claim')} more (--json has all)")
    if consequence.nothing:
        say("no claim, entity or edge changes")
    say(f"facts of {count(consequence.documents, 'document')} change")


def _old_to_new(change: ClaimChange) -> str:
    return "; ".join(
        f"{each.what}: {each.before or '–'} → {each.after or '–'}" for each in change.changes
    )


@correct.command("merge")
@_deciding
def merge(
    entity: EntityName,
    into: Annotated[str, typer.Argument(help="The one that stays.", metavar="INTO")],
) -> Proposal:
    """Both are one: ENTITY becomes INTO, and its old identifier leads there."""
    return Proposal("merge", entity=entity, other=into)


@correct.command("split")
@_deciding
def split(
    entity: EntityName,
    document: Annotated[
        list[str], typer.Option("--document", help="Document that means another one; repeatable.")
    ],
    into: Annotated[str, typer.Option(help="Whom it means, where the graph has that one.")] = "",
    name: Annotated[str, typer.Option(help="Name of the new one; else the same name.")] = "",
) -> Proposal:
    """Two are taken for one: what some documents call ENTITY is another one."""
    return Proposal("split", entity=entity, other=into, label=name, documents=tuple(document))


@correct.command("rename")
@_deciding
def rename(
    entity: EntityName,
    name: Annotated[str, typer.Argument(help="The name to show.")],
) -> Proposal:
    """Show ENTITY by another name; the one before stays as an alias."""
    return Proposal("rename", entity=entity, label=name)


@correct.command("keep-apart")
@_deciding
def keep_apart(
    entity: EntityName,
    other: Annotated[str, typer.Argument(help="The other one.", metavar="OTHER")],
) -> Proposal:
    """Never merge ENTITY and OTHER."""
    return Proposal("keep-apart", entity=entity, other=other)


@correct.command("reject")
@_deciding
def reject(
    claim: Claim,
) -> Proposal:
    """The document does not say so: the CLAIM goes, with the direct edge that it alone supports."""
    return Proposal("reject", claim=claim)


@correct.command("confirm")
@_deciding
def confirm(
    claim: Claim,
) -> Proposal:
    """The document says so: keep with the CLAIM that you checked it."""
    return Proposal("confirm", claim=claim)


@correct.command("speaker")
@_deciding
def speaker(
    statement: Statement,
    entity: Annotated[
        str,
        typer.Argument(help=f"Who says it, or `{NOBODY}` where the text does not tell."),
    ],
) -> Proposal:
    """Somebody else said it."""
    return Proposal("speaker", claim=statement, speaker=entity)


@correct.command("span")
@_deciding
def span(
    statement: Statement,
    content: Words = None,
    cue: Cue = None,
    source: Source = None,
) -> Proposal:
    """The statement has other words: give those of the content, the cue or the source."""
    return Proposal(
        "span",
        claim=statement,
        content=tuple(content or ()),
        cue=tuple(cue) if cue else None,
        source=tuple(source) if source else None,
    )


@correct.command("via")
@_deciding
def via(
    statement: Statement,
    relays: Annotated[
        list[str] | None,
        typer.Argument(
            help="Who relayed it, from the speaker to the reader; nobody where left out.",
            show_default=False,
        ),
    ] = None,
) -> Proposal:
    """Others relayed it."""
    return Proposal("via", claim=statement, via=tuple(relays or ()))


@correct.command("about")
@_deciding
def about(
    statement: Statement,
    topics: Annotated[
        list[str] | None,
        typer.Argument(
            help="Policies and sectors that it is about; none where left out.", show_default=False
        ),
    ] = None,
) -> Proposal:
    """It is about other policies or sectors."""
    return Proposal("about", claim=statement, about=tuple(topics or ()))


@correct.command("date")
@_deciding
def date(
    claim: Claim,
    day: Annotated[
        str,
        typer.Argument(help=f"YYYY, YYYY-MM, YYYY-MM-DD, or {NO_DATE} where the text tells none."),
    ],
) -> Proposal:
    """It was said or done at another time (without a year: --MM-DD, after a lone --)."""
    return Proposal("date", claim=claim, date=day)


@correct.command("relation")
@_deciding
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
) -> Proposal:
    """The relation is another one; what you do not name stays."""
    if factuality not in (None, "asserted", "reported", "denied", "hypothetical"):
        raise typer.BadParameter("--factuality is asserted, reported, denied or hypothetical")
    return Proposal(
        "relation",
        claim=claim,
        subject=subject,
        predicate=predicate,
        object=object_,
        role=role,
        factuality=factuality,  # type: ignore[arg-type] # checked above
    )


@correct.command("add")
@_deciding
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
) -> Proposal:
    """Add a statement that was missed."""
    if mode not in ("direct", "indirect", "mixed"):
        raise typer.BadParameter("--mode is direct, indirect or mixed")
    return Proposal(
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


@correct.command("undo")
@_deciding
def undo(
    entry: Annotated[str, typer.Argument(help="Id of the entry, as `correct list` shows it.")],
) -> Proposal:
    """A decision counts no more; undo the undo to have it back."""
    return Proposal("undo", entry=entry)


correct.command("list")(list_)
correct.command("conflicts")(conflicts)
correct.command("export")(export)
correct.command("import")(import_)
