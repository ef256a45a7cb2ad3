"""The server of the API's tests."""

from tests.api.conftest import graph, server, settings

__all__ = ["graph", "server", "settings"]
