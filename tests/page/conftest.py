"""The installed wheel as a service, off the network, and a browser that visits it there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.page.browsing import Visit, browsing, visiting
from tests.page.documents import SEEDS_ARE_HERE, record
from tests.page.network import Loopback
from tools.service import serving


@pytest.fixture(scope="session")
def loopback() -> Iterator[Loopback | None]:
    """A network without an outside; None where only root may make one."""
    try:
        network = Loopback()
    except OSError:
        yield None
        return
    yield network
    network.close()


@pytest.fixture(scope="session")
def served(
    installed: Path, loopback: Loopback | None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the service of the installed wheel answers for all tests of the page."""
    folder = tmp_path_factory.mktemp("page") / "data"
    record(folder)
    with (
        loopback.entered() if loopback else nullcontext(),
        serving(installed, folder, query_timeout_ms=8_000, max_rows=100_000) as url,
    ):
        yield url


@pytest.fixture(scope="module")
def offline(loopback: Loopback | None) -> Iterator[None]:
    """This thread, and so the browser, reaches nobody outside."""
    with loopback.entered() if loopback else nullcontext():
        yield


@pytest.fixture(scope="module")
def browser(offline: None) -> Iterator[Browser]:
    """One browser a module: Playwright keeps an event loop, which tests elsewhere cannot bear."""
    with browsing() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, served: str) -> Iterator[Visit]:
    """A visitor at a desk."""
    with visiting(browser, served) as visit:
        yield visit


@pytest.fixture(scope="session")
def seeds() -> None:
    """The seeds are among the documents; a visible skip where they are not."""
    if not SEEDS_ARE_HERE:
        pytest.skip("needs ../shared/seeds")
