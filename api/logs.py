"""The log of the service: one JSON object a line, on standard error."""

from __future__ import annotations

import sys

import structlog


def configure_logs() -> None:
    """Set structlog up, unless whoever runs the app has done so."""
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        # Looked up at each line: standard error may be another one by then.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
