"""What the served instance holds: the sample corpus, the seeds, and documents that are hard."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

from onrecord.graph.record import Record
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Extraction
from onrecord.ingest.readers import documents
from onrecord.ontology.packs import Packs
from onrecord.pipeline import load_reader
from onrecord.settings import Settings
from tests.api.conftest import made
from tests.handmade import Related, Said, extraction
from tests.wheel import ROOT

SEEDS = ROOT.parent / "shared" / "seeds"
SEEDS_ARE_HERE = SEEDS.is_dir() or bool(os.environ.get("CI"))
LONG_NAME = "N" + "ame" * 33_000
MANY = 300


def scripts() -> Extraction:
    """Emoji outside of the first plane, and text that runs from right to left."""
    text = "🏭🇨🇳 قال الوزير فاضل إن المصانع تعمل. 👩‍👩‍👧 Zoë Ünal said that “𝒳 grows 🚀 fast” here."
    return extraction(
        text,
        {"فاضل": "Person", "Zoë Ünal": "Person"},
        said=[
            Said("فاضل", "قال", "المصانع تعمل"),
            Said("Zoë Ünal", "said", "“𝒳 grows 🚀 fast”"),
        ],
        path="scripts.txt",
        title="🏭 عنوان",
        published="2025-06-03",
    )


def two_spellings() -> Extraction:
    """One person under two names that nothing but a reader can tell to be one."""
    return extraction(
        "Wilhelmina Ortega said that ports reopen. Mina Ortega warned that rates rise.",
        {"Wilhelmina Ortega": "Person", "Mina Ortega": "Person"},
        said=[
            Said("Wilhelmina Ortega", "said", "ports reopen"),
            Said("Mina Ortega", "warned", "rates rise"),
        ],
        path="spellings.txt",
        published="2025-06-05",
    )


def long_name() -> Extraction:
    """A name of 100 KB."""
    return extraction(
        f"{LONG_NAME} said that it rains.",
        {LONG_NAME: "Person"},
        said=[Said(LONG_NAME, "said", "it rains")],
        path="long.txt",
        published="2025-06-02",
    )


def hub(members: int) -> Extraction:
    """An organization that has many members."""
    # Far apart, as names that differ by a letter are taken for spellings of one.
    made_up = random.Random(7)
    names = [
        " ".join("".join(made_up.choices("abdefgiklmnoprstuvz", k=8)).title() for _ in range(2))
        for _ in range(members)
    ]
    return extraction(
        "Hub Union has members: " + ", ".join(names) + ".",
        {"Hub Union": "Organization", **dict.fromkeys(names, "Person")},
        related=[Related(name, "memberOf", "Hub Union") for name in names],
        path="hub.txt",
        published="2025-06-04",
    )


def read(paths: list[Path]) -> Iterator[Extraction]:
    """Yield what the rules read in files."""
    settings = Settings(profile="rules")
    reader = load_reader(settings, Packs())
    found = documents(paths, max_chars=settings.max_document_chars)
    yield from reader.extractions(each for each in found if isinstance(each, Document))


def record(folder: Path) -> None:
    """Write the record of a data folder, from which its service makes the stores."""
    kept = Record(folder)
    with as_file(files("onrecord").joinpath("sample")) as sample:
        paths = [sample, SEEDS] if SEEDS_ARE_HERE else [sample]
        for each in [
            *read(paths), made()[2], scripts(), two_spellings(), long_name(), hub(MANY)
        ]:  # fmt: skip
            kept.put(each, (each.document.name,))
    kept.close()
