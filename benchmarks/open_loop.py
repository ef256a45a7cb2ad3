"""Asks at a fixed rate, whether or not the answers come: what a crowd does.

A request's time counts from when it was due, not from when it could be sent, so that a service
that stalls pays for all that came meanwhile. Requests go over kept connections, from another
process than the one that answers.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import httpx
import numpy as np

_CONNECTIONS = 200
_PATIENCE_S = 60.0
# Less than the service keeps a connection that nobody uses: closed by both at once, one fails.
_KEPT_S = 2.0


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: by GET, or by POST where there is a body. ``kind`` is for the table."""

    kind: str
    path: str
    body: dict[str, object] | None = None


@dataclass(slots=True)
class Answers:
    """Milliseconds by kind, and what went wrong, counted."""

    ms: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many requests were answered rightly."""
        return sum(map(len, self.ms.values()))

    def percentile(self, percent: float, kinds: Iterable[str] | None = None) -> float:
        """Milliseconds within which so many answers of these kinds, or of all, came."""
        taken = [ms for kind in (self.ms if kinds is None else kinds) for ms in self.ms[kind]]
        return float(np.percentile(taken, percent)) if taken else float("nan")


async def ask_at_rate(
    url: str, choose: Callable[[int], Request], *, per_second: float, seconds: float
) -> Answers:
    """Ask for so long; the answers of all that was asked."""
    answers = Answers()
    limits = httpx.Limits(
        max_connections=_CONNECTIONS,
        max_keepalive_connections=_CONNECTIONS,
        keepalive_expiry=_KEPT_S,
    )
    async with (
        httpx.AsyncClient(base_url=url, limits=limits, timeout=_PATIENCE_S) as client,
        asyncio.TaskGroup() as asking,
    ):
        began = time.perf_counter()
        for number in range(round(per_second * seconds)):
            due = began + number / per_second
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            asking.create_task(_ask(client, choose(number), due, answers))
    return answers


async def _ask(client: httpx.AsyncClient, asked: Request, due: float, answers: Answers) -> None:
    try:
        if asked.body is None:
            answer = await client.get(asked.path)
        else:
            answer = await client.post(asked.path, json=asked.body)
    except httpx.HTTPError as error:
        answers.errors[f"{asked.kind}: {type(error).__name__}"] += 1
        return
    if answer.status_code not in (200, 202, 303):
        answers.errors[f"{asked.kind}: {answer.status_code}"] += 1
        return
    answers.ms.setdefault(asked.kind, []).append((time.perf_counter() - due) * 1000)


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a query ended that should be stopped: its status, and after how many seconds."""

    kind: str
    status: int
    seconds: float


async def ask_runaways(
    url: str, requests: Sequence[Request], *, after_s: float = 0.0
) -> list[Stopped]:
    """Ask them all at once, and see how each ends."""

    async def one(asked: Request) -> Stopped:
        began = time.perf_counter()
        if asked.body is None:
            answer = await client.get(asked.path)
        else:
            answer = await client.post(asked.path, json=asked.body)
        return Stopped(asked.kind, answer.status_code, time.perf_counter() - began)

    await asyncio.sleep(after_s)
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE_S) as client:
        return list(await asyncio.gather(*map(one, requests)))
