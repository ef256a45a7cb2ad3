"""The commands, run in this process as `onrecord …` runs them, on real stores."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from onrecord.cli import app
from onrecord.graph.catalogue import by_group
from tests.cli.conftest import Onrecord

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "onrecord" / "sample"
SEEDS = ROOT.parent / "shared" / "seeds"
COMMANDS = [command.name for command in app.registered_commands]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample corpus, for tests that only ask."""
    return tmp_path_factory.mktemp("kept") / "data"


@pytest.fixture
def held(kept: Path, onrecord: Onrecord) -> Path:
    if not kept.exists():
        ran = onrecord("ingest", SAMPLE, "--data-dir", kept)
        assert ran.status == 0, ran.err
    return kept


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, onrecord: Onrecord) -> None:
    ran = onrecord(command, "--help")
    assert ran.status == 0
    assert "Usage: onrecord" in ran.out


def test_wrong_usage_is_status_two(onrecord: Onrecord) -> None:
    assert onrecord("ingest").status == 2
    assert onrecord("nonsense").status == 2


@pytest.mark.engine
def test_reading_documents_again_changes_nothing(held: Path, onrecord: Onrecord) -> None:
    before = onrecord("status", "--json", "--data-dir", held).json
    ran = onrecord("ingest", SAMPLE, "--data-dir", held, "--json")
    assert ran.status == 0, ran.err
    assert (ran.json["new"], ran.json["unchanged"]) == (0, 12)
    assert onrecord("status", "--json", "--data-dir", held).json == before


@pytest.mark.engine
def test_rebuilding_gives_the_same_facts(held: Path, tmp_path: Path, onrecord: Onrecord) -> None:
    folder = tmp_path / "data"
    shutil.copytree(held, folder)
    before = onrecord("export", "--data-dir", folder).out
    shutil.rmtree(folder / "derived")
    assert onrecord("rebuild", "--data-dir", folder).status == 0
    assert onrecord("export", "--data-dir", folder).out == before


@pytest.mark.engine
def test_who_said_shows_speaker_sentence_document_and_place(held: Path, onrecord: Onrecord) -> None:
    ran = onrecord("who-said", "manufacturing", "--speaker", "Bessent", "--data-dir", held)
    assert ran.status == 0, ran.err
    assert "Scott Bessent · Treasury Secretary, United States" in ran.out
    assert "via CNBC" in ran.out
    assert "2025-05-13-tariff-pause.md" in ran.out


@pytest.mark.engine
def test_every_statement_can_be_checked_against_its_text(held: Path, onrecord: Onrecord) -> None:
    answer = onrecord("who-said", "--json", "--limit", "1000", "--data-dir", held).json
    statements = answer["statements"]
    assert len(statements) == answer["total"] > 20
    texts = {path.name: path.read_bytes().decode() for path in SAMPLE.iterdir()}
    checked = 0
    for statement in statements:
        text = texts.get(statement["document"]["name"])
        if text is None:
            continue  # a row of briefs.jsonl, whose file is not its text
        for span in (statement["sentence"], *statement["content"], *statement["source"]):
            assert text[span["start"] : span["end"]] == span["text"]
            checked += 1
    assert checked > 50


@pytest.mark.engine
def test_no_match_comes_with_a_hint(held: Path, onrecord: Onrecord) -> None:
    ran = onrecord("who-said", "zeppelin", "--data-dir", held)
    assert ran.status == 0
    assert "0 statements" in ran.out
    assert "leave a filter out" in ran.err
    misspelt = onrecord("who-said", "--speaker", "besent", "--data-dir", held)
    assert "Scott Bessent" in misspelt.err


@pytest.mark.engine
def test_undated_statements_that_a_date_leaves_out_are_said(held: Path, onrecord: Onrecord) -> None:
    ran = onrecord("who-said", "--since", "2025-01", "--data-dir", held)
    assert "left out for want of a date" in ran.out


@pytest.mark.engine
@pytest.mark.parametrize("language", ["sparql", "cypher"])
def test_a_question_is_asked_by_its_name(held: Path, onrecord: Onrecord, language: str) -> None:
    ran = onrecord(
        "query", "policy-targets", "policy=made in china", "--language", language, "--json",
        "--data-dir", held,
    )  # fmt: skip
    assert ran.json["columns"] == ["plan", "target", "kind", "factuality", "sentence", "document"]
    assert ran.json["rows"]


@pytest.mark.engine
def test_sparql_and_cypher_texts_are_answered(held: Path, onrecord: Onrecord) -> None:
    sparql = "SELECT (COUNT(?s) AS ?n) WHERE { ?s a <https://w3id.org/onrecord/ns#Statement> }"
    cypher = "MATCH (s:Statement) RETURN count(s) AS n"
    in_sparql = onrecord("query", "sparql", sparql, "--json", "--data-dir", held).json
    in_cypher = onrecord("query", "cypher", cypher, "--json", "--data-dir", held).json
    assert in_sparql == in_cypher
    assert in_sparql["columns"] == ["n"]


def test_the_questions_are_listed_by_group_with_an_example(onrecord: Onrecord) -> None:
    listed = onrecord("query", "--json").json
    assert [each["name"] for each in listed] == [question.name for question in by_group()]
    assert all(each["example"].startswith("onrecord query ") for each in listed)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("query", "no-such-question"), "no question 'no-such-question' in the catalogue; known:"),
        (("query", "policy-targets"), "question 'policy-targets' needs policy"),
        (("query", "policy-targets", "nation=x"), "has no parameter 'nation'; known: policy"),
        (("query", "who-said", "since=May"), "since of question 'who-said' must be YYYY"),
        (("query", "sparql", "SELECT WHERE"), "does not parse: line 1, column 13"),
        (("query", "sparql", "@/no/such/file"), "/no/such/file cannot be read"),
        (("who-said", "--mode", "loud"), "must be direct or indirect or mixed, got 'loud'"),
        (("who-said", "--since", "soon"), "must be YYYY, YYYY-MM or YYYY-MM-DD, got 'soon'"),
        (("ingest", "x.txt", "--profile", "best"), "ONRECORD_PROFILE: "),
    ],
)
def test_a_wrong_question_is_one_line_that_says_what_is_wrong(
    tmp_path: Path, onrecord: Onrecord, arguments: tuple[str, ...], reason: str
) -> None:
    ran = onrecord(*arguments, "--data-dir", tmp_path)
    assert ran.status == 1
    assert reason in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert ran.out == ""


def test_a_wrong_setting_is_named(
    tmp_path: Path, onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_PORT", "many")
    ran = onrecord("status", "--data-dir", tmp_path / "data")
    assert (ran.status, ran.err.startswith("error: ONRECORD_PORT: ")) == (1, True)


@pytest.mark.engine
def test_a_bad_file_is_named_and_the_others_are_taken_in(
    tmp_path: Path, onrecord: Onrecord
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "good.txt").write_text("“It works,” said Ann Lee, a doctor.\n", encoding="utf-8")
    (docs / "binary.txt").write_bytes(b"\x00\x01")
    (docs / "rows.jsonl").write_text('{"id": 1}\n{"id": 2, "text": "Ann Lee said no."}\n')
    ran = onrecord("ingest", docs, "--data-dir", tmp_path / "data")
    assert ran.status == 1
    assert f"error: {docs}/binary.txt: is not text (it has NUL bytes)" in ran.err
    assert f"error: {docs}/rows.jsonl:1: the row has no text (the key 'text')" in ran.err
    assert "2 documents taken in" in ran.err
    assert "2 failed" in ran.err
    assert "Ann Lee" in onrecord("who-said", "--data-dir", tmp_path / "data").out


@pytest.mark.engine
def test_removing_a_document_takes_its_facts_and_leaves_the_others(
    held: Path, tmp_path: Path, onrecord: Onrecord
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(held, folder)
    ran = onrecord("remove", "chip-equipment.txt", "no-such.txt", "--data-dir", folder)
    assert ran.status == 1
    assert "no-such.txt: no such document" in ran.err
    assert "1 document removed" in ran.err
    names = {s["document"]["name"] for s in _statements(onrecord, folder)}
    assert "chip-equipment.txt" not in names
    assert len(names) > 5
    onrecord("ingest", SAMPLE, "--data-dir", folder)
    assert (
        onrecord("export", "--data-dir", folder).out == onrecord("export", "--data-dir", held).out
    )


def _statements(onrecord: Onrecord, folder: Path) -> list[dict[str, dict[str, str]]]:
    answer = onrecord("who-said", "--json", "--limit", "1000", "--data-dir", folder).json
    found: list[dict[str, dict[str, str]]] = answer["statements"]
    return found


@pytest.mark.engine
def test_a_name_of_several_documents_is_refused_and_a_shown_name_is_taken(
    held: Path, tmp_path: Path, onrecord: Onrecord
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(held, folder)
    ran = onrecord("remove", "briefs.jsonl", "--data-dir", folder)
    assert ran.status == 1
    assert "briefs.jsonl means 2 documents" in ran.err
    shown = onrecord("status", "--data-dir", folder).out
    assert "briefs.jsonl (brief-2025-06-10)" in shown
    listed = onrecord("status", "--json", "--data-dir", folder).json["list"]
    id_ = next(d["id"] for d in listed if d["name"] == "chip-equipment.txt")
    ran = onrecord("remove", "briefs.jsonl (brief-2025-06-10)", id_[:8], "--data-dir", folder)
    assert ran.status == 0, ran.err
    assert "2 documents removed" in ran.err


@pytest.mark.engine
def test_the_same_text_under_another_name_or_with_other_metadata_is_said(
    tmp_path: Path, onrecord: Onrecord
) -> None:
    folder, one, two = tmp_path / "data", tmp_path / "one.txt", tmp_path / "two.txt"
    for path in (one, two):
        path.write_text("“It works,” said Ann Lee, a doctor.\n", encoding="utf-8")
    onrecord("ingest", one, "--data-dir", folder)
    again = onrecord("ingest", two, "--data-dir", folder)
    assert "0 documents taken in, 1 unchanged" in again.err
    assert "two.txt has the text and metadata of a document that is there" in again.err
    dated = onrecord("ingest", one, "--published", "2025-05", "--data-dir", folder)
    assert "1 document taken in" in dated.err
    assert "one.txt has the same text as" in dated.err


@pytest.mark.engine
def test_a_new_title_of_a_document_is_taken_in(tmp_path: Path, onrecord: Onrecord) -> None:
    folder, rows = tmp_path / "data", tmp_path / "rows.jsonl"

    def ingest(**metadata: str) -> dict[str, int]:
        row = {"id": "r1", "text": "“It works,” said Ann Lee.", **metadata}
        rows.write_text(json.dumps(row) + "\n", encoding="utf-8")
        counts: dict[str, int] = onrecord("ingest", rows, "--data-dir", folder, "--json").json
        return counts

    assert ingest(title="Works")["new"] == 1
    assert ingest(title="It works")["new"] == 1
    assert ingest()["unchanged"] == 1
    (listed,) = onrecord("status", "--json", "--data-dir", folder).json["list"]
    assert listed["title"] == "It works"


def test_a_wrong_date_is_wrong_usage(tmp_path: Path, onrecord: Onrecord) -> None:
    ran = onrecord("ingest", tmp_path, "--published", "01.06.2025")
    assert ran.status == 2
    assert "--published must be" in ran.err


@pytest.mark.engine
def test_the_demo_leaves_a_folder_of_yours_alone(
    tmp_path: Path, onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, document = tmp_path / "mine", tmp_path / "a.txt"
    document.write_text("“It works,” said Ann Lee.\n", encoding="utf-8")
    onrecord("ingest", document, "--data-dir", folder)
    monkeypatch.setenv("ONRECORD_DATA_DIR", str(folder))
    ran = onrecord("demo", "--no-serve")
    assert ran.status == 1
    assert "holds documents of yours" in ran.err


def test_neo4j_that_is_down_is_named_and_the_documents_are_kept(
    tmp_path: Path, onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_NEO4J_URI", "bolt://127.0.0.1:9")
    monkeypatch.setenv("ONRECORD_NEO4J_PASSWORD", "whatever-else")
    document = tmp_path / "a.txt"
    document.write_text("“It works,” said Ann Lee.\n", encoding="utf-8")
    ran = onrecord("ingest", document, "--data-dir", tmp_path / "data")
    assert ran.status == 1
    assert "error: Neo4j: no server answers at bolt://127.0.0.1:9" in ran.err
    assert "ONRECORD_NEO4J_URI" in ran.err
    assert "1 document taken in" in ran.err
    assert "Ann Lee" in onrecord("who-said", "--data-dir", tmp_path / "data").out


def test_neo4j_without_a_password_names_the_setting(
    tmp_path: Path, onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_NEO4J_URI", "bolt://127.0.0.1:9")
    ran = onrecord("query", "cypher", "RETURN 1", "--data-dir", tmp_path)
    assert ran.status == 1
    assert ran.err.startswith("error: ONRECORD_NEO4J_PASSWORD: is not set")


def test_extract_keeps_to_its_contract(tmp_path: Path, onrecord: Onrecord) -> None:
    text = "---\npublished: 2025-05-28\n---\n“We need more,” Scott Bessent told CNBC on May 12.\n"
    document = tmp_path / "a.md"
    document.write_text(text, encoding="utf-8")
    found = onrecord("extract", document, "--json").json
    assert list(found) == ["id", "document", "entities", "statements", "relations"]
    assert found["document"] == {
        "id": found["id"],
        "path": str(document),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "title": None,
        "published": "2025-05-28",
        "outlet": None,
        "authors": [],
        "language": None,
    }
    (statement,) = found["statements"]
    assert set(statement) == {
        "id", "source", "cue", "content", "sentence", "mode", "attitude", "cue_class", "speaker",
        "speaker_kind", "via", "about", "date", "confidence", "rule",
    }  # fmt: skip
    labels = {entity["id"]: entity["label"] for entity in found["entities"]}
    assert labels[statement["speaker"]] == "Scott Bessent"
    assert [labels[via] for via in statement["via"]] == ["CNBC"]
    assert statement["mode"] == "direct"
    assert statement["date"]["value"] == "2025-05-12"
    for span in (*statement["content"], *statement["source"], statement["sentence"]):
        assert text[span["start"] : span["end"]] == span["text"]


def test_what_a_document_says_cannot_steer_the_terminal(tmp_path: Path, onrecord: Onrecord) -> None:
    document = tmp_path / "a.txt"
    document.write_text(
        "“It is \x1b[31mred\x1b[0m [bold]and\u202e late[/bold],” said Ann Lee.\n", encoding="utf-8"
    )
    out = onrecord("extract", document).out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]" in out


@pytest.mark.engine
def test_the_seeds_give_the_same_statements_in_both_languages(
    tmp_path: Path, onrecord: Onrecord
) -> None:
    if not SEEDS.exists():
        pytest.skip("../shared/seeds is not here")
    folder = tmp_path / "data"
    assert onrecord("ingest", SEEDS, "--data-dir", folder).status == 0
    said = onrecord(
        "who-said", "manufacturing", "--speaker", "Xi Jinping", "--json", "--data-dir", folder
    ).json["statements"]
    wanted = sorted(statement["iri"] for statement in said)
    assert len(wanted) >= 3
    for language in ("sparql", "cypher"):
        rows = onrecord(
            "query", "who-said", "text=manufacturing", "speaker=Xi Jinping",
            "--language", language, "--json", "--data-dir", folder,
        ).json["rows"]  # fmt: skip
        assert sorted(row[0] for row in rows) == wanted


@pytest.mark.engine
def test_doctor_finds_both_stores_in_agreement(held: Path, onrecord: Onrecord) -> None:
    ran = onrecord("doctor", "--data-dir", held)
    assert ran.status == 0, ran.out
    assert "both stores agree" in ran.out


@pytest.mark.engine
@pytest.mark.parametrize("format_", ["nquads", "trig", "turtle", "jsonld", "graphml", "gexf"])
def test_the_facts_are_exported_in_each_format(
    held: Path, tmp_path: Path, onrecord: Onrecord, format_: str
) -> None:
    output = tmp_path / f"facts.{format_}"
    ran = onrecord("export", "-f", format_, "-o", output, "--data-dir", held)
    assert ran.status == 0, ran.err
    assert "Xi Jinping" in output.read_text(encoding="utf-8")


@pytest.mark.engine
def test_exported_nquads_are_sorted(held: Path, onrecord: Onrecord) -> None:
    lines = onrecord("export", "--data-dir", held).out.splitlines()
    assert lines == sorted(lines)
    assert len(lines) > 1000
