"""The command that searches: search."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from onrecord.cli.output import (
    SHORT_ID,
    AsJson,
    DataDir,
    KnownBy,
    PublishedBy,
    print_json,
    print_table,
    reached,
    say,
)
from onrecord.graph.as_of import Clock
from onrecord.graph.full_text import search as find
from onrecord.graph.who_said import NO_CLAIM, SaidStatement
from onrecord.settings import load_settings


def search(
    words: Annotated[list[str], typer.Argument(help="Words, all of which are to be found.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Most of each kind.")] = 10,
    published_by: PublishedBy = None,
    known_by: KnownBy = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Search names, statements and sentences for words in any of their forms, best first.

    "tariff" finds "tariffs" too. For exact words, filters and true totals: `onrecord who-said`.
    """
    settings = load_settings(data_dir=data_dir)
    text, clock = " ".join(words), Clock(published_by, known_by)
    with reached(settings, "onrecord search") as graph:
        found = graph.run(find, text, clock, limit, settings.query_timeout_ms)
    if as_json:
        print_json(asdict(found))
        return
    rows = [("name", thing.label, f"{thing.type} {thing.id}") for thing in found.names]
    rows += [
        (
            "statement",
            f"{_who(said)}: {' … '.join(part.text for part in said.content)}",
            f"{said.document.name} ({said.document.published or 'undated'}) "
            f"{said.content[0].start}–{said.content[-1].end} {said.id[:SHORT_ID]}",
        )
        for said in found.statements
    ]
    rows += [
        (
            "sentence",
            each.sentence.text,
            f"{each.document.name} ({each.document.published or 'undated'}) "
            f"{each.sentence.start}–{each.sentence.end}",
        )
        for each in found.sentences
    ]
    if rows:
        print_table(("what", "found", "where"), rows)
    else:
        say("nothing has all of these words; use fewer")
    if found.truncated:
        say(f"there are more; the best {limit} of each kind are given (--limit)")


def _who(said: SaidStatement) -> str:
    who = said.speaker.label if said.speaker else f"({said.speaker_kind} speaker)"
    return f"{who} {NO_CLAIM[said.cue_class]}" if said.cue_class in NO_CLAIM else who
