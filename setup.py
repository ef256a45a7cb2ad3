"""Everything about the distribution stands in pyproject.toml; this refuses one without its page."""

from pathlib import Path

from setuptools import setup

PAGE = Path("api", "static", "index.html")

if not PAGE.is_file():
    raise SystemExit(
        f"{PAGE} is missing: make the page first (cd api/ui && npm ci && npm run build)"
    )

setup()
