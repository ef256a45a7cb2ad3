"""The MCP server, asked by the SDK's own client over both transports."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from onrecord.api.mcp_tools import MOST_CHARS, fitted
from tests.api.conftest import Server

TOOLS = {
    "who_said", "find_entity", "get_evidence", "list_questions", "ask_question", "query_sparql",
    "query_cypher",
}  # fmt: skip
Asking = Callable[[Client], Awaitable[Any]]


def asked(server: Any, asking: Asking) -> Any:
    async def ask() -> Any:
        async with Client(server) as client:
            return await asking(client)

    return anyio.run(ask)


def call(server: Server, tool: str, **arguments: Any) -> dict[str, Any]:
    async def asking(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    result = asked(f"{server.url}/mcp", asking)
    assert not result.is_error, result.content
    found: dict[str, Any] = result.structured_content
    return found


def refusal(server: Server, tool: str, **arguments: Any) -> str:
    async def asking(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    result = asked(f"{server.url}/mcp", asking)
    assert result.is_error
    return str(result.content[0].text)


def test_every_tool_says_that_it_only_reads(server: Server) -> None:
    async def asking(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asked(f"{server.url}/mcp", asking)}
    assert tools.keys() == TOOLS
    assert all(tool.annotations.read_only_hint for tool in tools.values())
    assert not any(tool.annotations.destructive_hint for tool in tools.values())


def test_every_argument_says_what_it_is_for_and_there_are_no_others(server: Server) -> None:
    async def asking(client: Client) -> Any:
        return (await client.list_tools()).tools

    for tool in asked(f"{server.url}/mcp", asking):
        assert tool.input_schema["additionalProperties"] is False
        for name, argument in tool.input_schema["properties"].items():
            assert argument.get("description"), (tool.name, name)


def test_who_said_leads_to_the_evidence(server: Server) -> None:
    found = call(server, "who_said", speaker="lee", since="2025")
    (said,) = found["statements"]
    assert (said["content"], said["role"]) == ("factories need help", "chief, Acme")
    assert (found["total"], found["truncated"]) == (1, False)
    assert found["undated_statements_left_out"] == 1
    evidence = call(server, "get_evidence", id=said["id"])
    assert evidence["sentence"] == said["sentence"]
    assert evidence["citation"].startswith("Ann Lee (chief, Acme), via Daily Post:")


def test_what_is_cut_is_said_and_goes_on(server: Server) -> None:
    first = call(server, "who_said", limit=2)
    assert first["note"] == "2 statements of 3 are given; go on with next, or narrow it down"
    rest = call(server, "who_said", limit=2, cursor=first["next"])
    assert len(rest["statements"]) == 1
    rows = call(server, "query_sparql", query="SELECT ?s { ?s ?p ?o }", limit=3)
    assert (len(rows["rows"]), rows["truncated"]) == (3, True)


def test_an_answer_never_grows_beyond_a_window() -> None:
    long = {"items": ["x" * 1000 for _ in range(100)]}
    short = fitted(long, "items", 100)
    assert len(json.dumps(short)) <= MOST_CHARS + 200
    assert short["note"].startswith(f"{len(short['items'])} items of 100")


def test_entities_are_found_with_what_is_known_of_a_single_one(server: Server) -> None:
    (lee,) = call(server, "find_entity", name="ann l")["entities"]
    assert (lee["label"], lee["aliases"]) == ("Ann Lee", ["A. Lee"])
    assert {"predicate": "memberOf", "direction": "out", "entities": 1} in lee["relations"]


@pytest.mark.engine
def test_questions_give_the_same_rows_in_both_languages(server: Server) -> None:
    known = call(server, "list_questions")
    assert "who-said" in {each["name"] for each in known["questions"]}
    one, other = (
        call(server, "ask_question", name="who-said", parameters={"speaker": "lee"}, language=each)
        for each in ("sparql", "cypher")
    )
    assert one == other
    assert len(one["rows"]) == 2
    found = call(
        server, "query_cypher", query="MATCH (p:Person {prefLabel: 'Ann Lee'}) RETURN p.iri"
    )
    assert len(found["rows"]) == 1


@pytest.mark.engine
def test_tools_know_both_clocks(server: Server) -> None:
    """By the end of 1999 nothing had come in; the undated document was published by no day."""
    documents = "SELECT (COUNT(?d) AS ?n) { ?d a onr:Document }"
    queries = {
        "query_sparql": "PREFIX onr: <https://w3id.org/onrecord/ns#> " + documents,
        "query_cypher": "MATCH (d:Document) RETURN count(d) AS n",
    }
    now = call(server, "who_said", attitude="any")["total"]
    dated = call(server, "who_said", attitude="any", published_by="2030")
    assert 0 < dated["total"] < now
    assert call(server, "who_said", known_by="1999")["total"] == 0
    assert call(server, "find_entity", name="lee", known_by="1999")["total"] == 0
    for tool, query in queries.items():
        all_, then = (
            int(call(server, tool, query=query, **clock)["rows"][0][0])
            for clock in ({}, {"published_by": "2030"})
        )
        assert 0 < then < all_, tool
    for language in ("sparql", "cypher"):
        asked = {"name": "documents", "language": language, "known_by": "1999"}
        assert call(server, "ask_question", **asked)["rows"] == []


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("who_said", {"since": "yesterday"}, "since must be YYYY"),
        ("who_said", {"known_by": "May"}, "known_by must be YYYY"),
        ("who_said", {"limit": 1000}, "limit"),
        ("who_said", {"speeker": "lee"}, "knows no argument 'speeker'; it knows text, speaker, "),
        ("get_evidence", {"id": "x", "context": 1}, "argument 'context'; it knows id"),
        ("get_evidence", {"id": "x"}, "no claim 'x'"),
        ("find_entity", {"name": "lee", "type": "Robot"}, "'Robot'"),
        ("ask_question", {"name": "no-such"}, "no question 'no-such'"),
        ("query_sparql", {"query": "SELECT"}, "line 1, column 7"),
        ("query_sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}, "updates are refused"),
    ],
)
def test_what_is_wrong_is_told_to_the_model(
    server: Server, tool: str, arguments: dict[str, Any], says: str
) -> None:
    assert says in refusal(server, tool, **arguments)


def test_the_command_answers_over_stdio(tmp_path: Path) -> None:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "onrecord", "mcp", "--data-dir", str(tmp_path / "data")],
    )

    async def asking(client: Client) -> Any:
        tools = (await client.list_tools()).tools
        return tools, await client.call_tool("who_said", {})

    tools, said = asked(command, asking)
    assert {tool.name for tool in tools} == TOOLS
    assert said.structured_content["total"] == 0
