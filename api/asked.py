"""Parameters that several look-ups have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from onrecord.api.serving import Serving
from onrecord.graph.as_of import Clock
from onrecord.graph.knowledge_graph import KnowledgeGraph

MOST_ON_A_PAGE = 200


class At(BaseModel):
    """The two clocks. Any other parameter is refused by name."""

    model_config = ConfigDict(extra="forbid")

    published_by: str | None = Field(
        None, description="Ask the graph as of only what was published by that day."
    )
    known_by: str | None = Field(
        None, description="Ask the graph as of what had come into it by that day."
    )

    @contextmanager
    def graph(self, served: Serving) -> Iterator[KnowledgeGraph]:
        """The graph by these clocks."""
        with served.graph.as_of(Clock(self.published_by or None, self.known_by or None)) as graph:
            yield graph


class Nothing(BaseModel):
    """No parameter at all: any is refused by name."""

    model_config = ConfigDict(extra="forbid")


class Paged(At):
    """A page of a list."""

    limit: int = Field(50, ge=1, le=MOST_ON_A_PAGE, description="Most on a page.")
    cursor: str | None = Field(
        None, max_length=2000, description='What the page before gave as "next".'
    )


AtQuery = Annotated[At, Query()]
EntityId = Annotated[
    str,
    Path(max_length=2000, description="What follows /id/ in the entity's IRI, or a whole IRI."),
]
