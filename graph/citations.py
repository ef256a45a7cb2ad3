"""Citations: one line that leads anybody back to the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.graph.who_said import SaidStatement, SourceDocument, Words

# What a text may open a quotation with.
OPENING_MARKS = "“\"‘«„'"


def citation(statement: SaidStatement) -> str:
    """Who said what, where, and the IRI."""
    speaker = statement.speaker.label if statement.speaker else "Speaker not named"
    if statement.speaker_role:
        speaker += f" ({statement.speaker_role})"
    if statement.via:
        speaker += f", via {', '.join(thing.label for thing in statement.via)}"
    words = " … ".join(" ".join(span.text.split()) for span in statement.content)
    if statement.mode == "direct":
        said = words if words[:1] in OPENING_MARKS else f"“{words}”"
    else:
        # Only a speaker's own words stand as a quotation: the rest is the reporter's sentence.
        said = f"{statement.mode} speech in the sentence: {_on_one_line(statement.sentence)}"
    place = placed(statement.document, statement.sentence)
    return f"{speaker}: {said} – {place}. {statement.iri}"


def relation_citation(what: str, sentence: Words, document: SourceDocument, iri: str) -> str:
    """What a relation says, the sentence that shows it, where, and the IRI."""
    return f"{what}: {_on_one_line(sentence)} – {placed(document, sentence)}. {iri}"


def placed(document: SourceDocument, words: Words) -> str:
    """Title, outlet, date and characters."""
    where = [document.title or document.name, document.outlet, document.published or "undated"]
    return f"{', '.join(filter(None, where))}, characters {words.start}–{words.end}"


def _on_one_line(words: Words) -> str:
    return " ".join(words.text.split())
