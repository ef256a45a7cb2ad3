"""Where a document comes from, for the components that read it: its outlet and its authors.

    doc._.outlet     str | None, who published it: no link of a reporting chain
    doc._.authors    tuple[str, …], whom "I" means outside of quotations

Both are set before the pipeline runs, beside ``doc._.published`` of annotation.py.
"""

from __future__ import annotations

from spacy.tokens import Doc

from onrecord.ingest.document import Document


def register() -> None:
    """Declare the extension attributes; safe to call again."""
    if not Doc.has_extension("outlet"):
        Doc.set_extension("outlet", default=None)
    if not Doc.has_extension("authors"):
        Doc.set_extension("authors", default=())


def set_origin(doc: Doc, document: Document) -> None:
    """Let the components know who published and who wrote the document."""
    doc._.outlet = document.outlet
    doc._.authors = document.authors


register()
