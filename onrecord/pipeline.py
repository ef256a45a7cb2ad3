"""Read → extract → map → store: the stages put together.

documents(paths) ─▶ Reader.extractions ─▶ KnowledgeGraph.put ─▶ KnowledgeGraph.sync

Reading is done here; the graph may be open in another process (``Access``).
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final, Protocol

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.errors import (
    InputError,
    OnRecordError,
    SettingError,
    SpanMismatchError,
    StoreError,
    UnknownTermError,
)
from onrecord.graph.access import Access
from onrecord.graph.derived import Progress
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.versions import Version, versions
from onrecord.ingest.annotation import register
from onrecord.ingest.attribution.corpus import GoldDocument
from onrecord.ingest.blocks import MAX_CHARS, parsed_in_blocks
from onrecord.ingest.document import Document, digest
from onrecord.ingest.extraction import Extraction
from onrecord.ingest.origin import set_origin
from onrecord.ingest.paragraphs import start_paragraphs  # noqa: F401  registers the component
from onrecord.ingest.reading import extraction_of
from onrecord.ingest.tokenization import BoundedTokenizer
from onrecord.ontology.packs import Packs, concepts
from onrecord.settings import Settings

# Raised by hand when the components read the same text otherwise: documents are then read again.
EXTRACTION_VERSION = "5"
COMPONENTS = (
    "onrecord_gazetteer",
    "onrecord_names",
    "onrecord_attribution",
    "onrecord_chain",
    "onrecord_dates",
    "onrecord_coreference",
    "onrecord_speakers",
    "onrecord_roles",
    "onrecord_relations",
    "onrecord_about",
)
# Profiles that need trained weights, and the distribution that brings them.
WEIGHTS: Final = {
    "fast": "onrecord-attribution-fast",
    "accurate": "onrecord-attribution-accurate",
}
BEST: Final = "accurate"
_BATCH = 16
# Documents after which the stores follow, and those that may wait to be stored while more are read.
_SYNC_EVERY, _AHEAD = 32, 64


class Reader:
    """Reads documents into extractions: the spaCy pipeline with our components.

    ``remark`` says why the profile is not the best one, where nobody chose it.
    """

    def __init__(
        self, nlp: Language, *, pipeline: str, profile: str, remark: str | None = None
    ) -> None:
        self.nlp = nlp
        self.pipeline = pipeline
        self.profile = profile
        self.remark = remark

    def extractions(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """Yield the extraction of each document, in order."""
        for is_long, group in groupby(documents, key=lambda each: len(each.text) > MAX_CHARS):
            for doc, document in self._long(group) if is_long else self._short(group):
                yield extraction_of(document, doc, pipeline=self.pipeline, profile=self.profile)

    def _short(self, documents: Iterable[Document]) -> Iterator[tuple[Doc, Document]]:
        """Read documents of common length in batches."""

        def docs() -> Iterator[tuple[Doc, Document]]:
            for document in documents:
                doc = self.nlp.make_doc(document.analysed_text)
                _describe(doc, document)
                yield doc, document

        yield from self.nlp.pipe(docs(), as_tuples=True, batch_size=_BATCH)

    def _long(self, documents: Iterable[Document]) -> Iterator[tuple[Doc, Document]]:
        """Read long documents one by one, by spaCy in blocks and by our components as a whole."""
        components = [component for _, component in self.nlp.pipeline]
        ours = self.nlp.pipe_names.index(COMPONENTS[0])
        for document in documents:
            doc = parsed_in_blocks(document.analysed_text, self.nlp.make_doc, components[:ours])
            _describe(doc, document)
            for component in components[ours:]:
                doc = component(doc)
            yield doc, document


def _describe(doc: Doc, document: Document) -> None:
    """Tell the components what is known of the document beside its text."""
    doc._.published = document.published
    set_origin(doc, document)


def parsed(
    reader: Reader,
    documents: Iterable[GoldDocument],
    *,
    on_document: Callable[[], None] = lambda: None,
) -> Iterator[tuple[Doc, GoldDocument]]:
    """Yield annotated documents as the attribution component gets them, for training."""
    place = reader.nlp.pipe_names.index("onrecord_attribution")
    with reader.nlp.select_pipes(disable=reader.nlp.pipe_names[place:]):
        pairs = ((gold.document.analysed_text, gold) for gold in documents)
        for doc, gold in reader.nlp.pipe(pairs, as_tuples=True, batch_size=_BATCH):
            on_document()
            yield doc, gold


def load_reader(settings: Settings, packs: Packs) -> Reader:
    """The reader that the settings name, with the packs' names in its gazetteer.

    Raises:
        SettingError: the spaCy model is not installed, or the profile's weights are not.
    """
    profile, remark = settings.profile, None
    if profile is None:
        profile = BEST if weights(BEST) is not None else "rules"
        if profile != BEST:
            remark = f"reading by rules; {WEIGHTS[BEST]} is not installed, which finds more"
    folder = weights(profile)
    if profile in WEIGHTS and folder is None:
        raise SettingError(
            "ONRECORD_PROFILE",
            f"{profile!r} needs trained weights, which are not installed: pip install "
            f"{WEIGHTS[profile]} (in the source tree: ./models/{WEIGHTS[profile]}), or use 'rules'",
        )
    try:
        model = importlib.import_module(settings.spacy_model)
    except ModuleNotFoundError as error:
        raise SettingError(
            "ONRECORD_SPACY_MODEL", f"{settings.spacy_model!r} is not installed ({error})"
        ) from error
    register()
    nlp: Language = model.load()
    nlp.max_length = max(nlp.max_length, settings.max_document_chars + 1)
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
    nlp.add_pipe("onrecord_paragraphs", first=True)
    for name in COMPONENTS:
        given = {"model": str(folder)} if name == "onrecord_attribution" and folder else {}
        component = nlp.add_pipe(name, config=given)
        if name == "onrecord_gazetteer":
            component.load(concepts(packs.packs))  # type: ignore[attr-defined] # our own component
    version = digest(
        EXTRACTION_VERSION,
        settings.spacy_model,
        str(nlp.meta.get("version")),
        packs.version,
        nlp.get_pipe("onrecord_attribution").version,  # type: ignore[attr-defined] # ours
    )
    return Reader(
        nlp, pipeline=f"{EXTRACTION_VERSION}-{version[:12]}", profile=profile, remark=remark
    )


def weights(profile: str) -> Path | None:
    """The folder of a profile's trained weights, None where they are not installed."""
    name = WEIGHTS.get(profile)
    found = importlib.util.find_spec(name.replace("-", "_")) if name else None
    return Path(found.origin).parent if found is not None and found.origin else None


@dataclass(slots=True)
class Report:
    """What an ingest did.

    ``renamed`` are documents that were there under another file name, ``same_text`` those whose
    text is there with other metadata, with the ids of these, ``versions`` those that look like
    another version of one that was there.
    """

    new: int = 0
    unchanged: int = 0
    statements: int = 0
    relations: int = 0
    renamed: list[str] = field(default_factory=list)
    same_text: list[tuple[str, list[str]]] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    failed: list[OnRecordError] = field(default_factory=list)


class ReadsDocuments(Protocol):
    """What reads, in this process or in others; ``pipeline`` and ``profile`` say how."""

    pipeline: str
    profile: str

    def extractions(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """Yield the extraction of each document, in order."""


def ingest(
    graph: Access,
    reader: ReadsDocuments,
    documents: Iterable[Document | InputError],
    *,
    on_document: Progress = lambda done, total: None,
    on_sync: Progress = lambda done, total: None,
) -> Report:
    """Take documents into the graph; what cannot be read is reported and loses nothing else.

    A document that the graph holds already, with its metadata and read by the same pipeline, is
    passed over. Reading goes on while the ones before are written, in their order.
    """
    report = Report()
    seen = 0
    queued: dict[str, Future[None]] = {}

    def fresh() -> Iterator[Document]:
        nonlocal seen
        for document in documents:
            seen += 1
            if isinstance(document, InputError):
                report.failed.append(document)
                on_document(seen, seen)
                continue
            if (storing := queued.get(document.id)) is not None:
                storing.result()  # another copy: is it known already?
            wanted = graph.run(KnowledgeGraph.to_read, document, reader.pipeline, reader.profile)
            if wanted is None:
                report.unchanged += 1
                if document.path and graph.run(
                    KnowledgeGraph.add_file_name, document.id, document.name
                ):
                    report.renamed.append(document.name)
            else:
                if others := graph.run(KnowledgeGraph.same_text, document):
                    report.same_text.append((document.name, others))
                yield wanted
            on_document(seen, seen)

    storing = _Storing(graph, report)
    # One thread, so that documents are stored in the order in which they were read.
    with ThreadPoolExecutor(1, thread_name_prefix="storing") as thread:
        for extraction in reader.extractions(fresh()):
            queued[extraction.document.id] = thread.submit(storing.put, extraction)
            for id_, stored in list(queued.items()):
                if stored.done() or len(queued) > _AHEAD:
                    stored.result()
                    del queued[id_]
        for stored in queued.values():
            stored.result()
    storing.sync(on_sync)
    report.versions = graph.run(versions, storing.taken)
    return report


class _Storing:
    """Takes extractions into the graph, and the stores along with it."""

    def __init__(self, graph: Access, report: Report) -> None:
        self._graph, self._report = graph, report
        self.taken: list[str] = []
        self._since_sync = 0
        self._follow = True

    def put(self, extraction: Extraction) -> None:
        """Take one in; after some, the stores follow."""
        try:
            self._graph.run(KnowledgeGraph.put, extraction)
        except (SpanMismatchError, UnknownTermError) as error:
            self._report.failed.append(error)
            return
        self.taken.append(extraction.document.id)
        self._report.new += 1
        self._report.statements += len(extraction.statements)
        self._report.relations += len(extraction.relations)
        self._since_sync += 1
        if self._since_sync >= _SYNC_EVERY:
            self.sync()

    def sync(self, progress: Progress = lambda done, total: None) -> None:
        """Let the stores follow, unless one of them could not."""
        self._since_sync = 0
        try:
            if self._follow and self._graph.run(KnowledgeGraph.sync_needed):
                self._graph.watch(KnowledgeGraph.sync, progress)
        except (StoreError, SettingError) as error:
            # The record has the documents; the next command that reaches the store finishes.
            self._follow = False
            self._report.failed.append(error)
