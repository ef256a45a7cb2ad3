"""The page, its files and /docs."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

STATIC = Path(__file__).resolve().parent.parent / "static"
router = APIRouter()


@router.get("/", include_in_schema=False)
def page() -> FileResponse:
    """The page that searches and lists statements."""
    return FileResponse(STATIC / "index.html")


@router.get("/docs", include_in_schema=False)
def docs() -> FileResponse:
    """The routes as a page; it reads /openapi.json and nothing from elsewhere."""
    return FileResponse(STATIC / "docs.html")
