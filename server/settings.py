"""Settings, from the environment (`LIUBU_…`)."""

from pathlib import Path
from typing import Self

from pydantic import AnyHttpUrl, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.runtime.backend import BackendName
from models.runtime.classifier import WEIGHTS_DIR


class Settings(BaseSettings):
    """All that an operator can set. The README's table is checked against this class."""

    # A refusal names the setting, not what it was set to, which may be a secret.
    model_config = SettingsConfigDict(env_prefix="LIUBU_", hide_input_in_errors=True)

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port to listen on."""
    data: Path = Path("var")
    """Folder of the event log (SQLite)."""
    weights: Path = WEIGHTS_DIR
    """Folder of the classifier's weights."""
    knowledge: Path | None = None
    """Folder of articles (Markdown) that are searched for what customers ask."""
    intent_model: Path | None = None
    """Folder of a model of the business's own intents, from `liubu train --task intent`."""
    backend: BackendName = "openvino"
    """Runtime of the classifier: openvino, or torch (CUDA where there is one)."""
    threads: int = Field(default=1, ge=0)
    """Threads of one inference; 0 leaves it to the runtime."""
    max_batch: int = Field(default=32, ge=1)
    """Most utterances read in one pass."""
    queue: int = Field(default=1024, ge=1)
    """Most utterances that wait to be read; above it `overloaded` is answered."""
    in_flight: int = Field(default=256, ge=1)
    """Most utterances of one source under way; above it its socket is not read on."""
    outbox: int = Field(default=512, ge=8)
    """Most messages that wait for one viewer; a slower viewer is disconnected."""
    live: int = Field(default=2000, ge=1)
    """Conversations kept in memory; others are rebuilt from the log when they go on."""
    error_budget: int = Field(default=50, ge=1)
    """Refused messages in ten seconds after which a socket is closed as flooding."""
    llm_url: AnyHttpUrl | None = None
    """Base URL of an OpenAI-compatible endpoint that says suggestions in another tone."""
    llm_model: str | None = None
    """Name of the model there."""
    llm_key: SecretStr | None = None
    """Its key, where it wants one."""
    llm_seconds: float = Field(default=3.0, gt=0, le=60)
    """After so many seconds a rewriting is given up."""
    allowed_origins: tuple[str, ...] = ()
    """Web origins besides the service's own that may open a socket, as a JSON list."""

    @model_validator(mode="after")
    def _name_the_model(self) -> Self:
        if self.llm_url is not None and not self.llm_model:
            raise ValueError("LIUBU_LLM_URL is set: set LIUBU_LLM_MODEL (llm_model) as well")
        return self
