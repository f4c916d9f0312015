"""Settings come from the environment and are checked."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from server.settings import Settings


def test_every_setting_has_a_default_so_that_the_service_starts_without_any() -> None:
    settings = Settings()
    assert settings.host == "127.0.0.1"
    assert settings.backend == "openvino"
    assert settings.weights.is_dir()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIUBU_PORT", "9001")
    monkeypatch.setenv("LIUBU_DATA", "/tmp/elsewhere")
    monkeypatch.setenv("LIUBU_BACKEND", "torch")
    monkeypatch.setenv("LIUBU_ALLOWED_ORIGINS", '["https://desk.example"]')
    settings = Settings()
    assert settings.port == 9001
    assert settings.data == Path("/tmp/elsewhere")
    assert settings.backend == "torch"
    assert settings.allowed_origins == ("https://desk.example",)


def test_variables_of_others_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9001")
    monkeypatch.setenv("LIUBU_UNHEARD_OF", "1")
    assert Settings() == Settings(port=Settings.model_fields["port"].default)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "http"),
        ("BACKEND", "abacus"),
        ("THREADS", "-1"),
        ("MAX_BATCH", "0"),
        ("QUEUE", "0"),
        ("IN_FLIGHT", "0"),
        ("OUTBOX", "7"),
        ("LIVE", "0"),
        ("ERROR_BUDGET", "0"),
        ("LLM_URL", "somewhere"),
        ("LLM_SECONDS", "0"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"LIUBU_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_the_key_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIUBU_LLM_KEY", "sk-7749")
    assert "7749" not in f"{Settings()!r} {Settings().model_dump()} {Settings().model_dump_json()}"
    monkeypatch.setenv("LIUBU_LLM_URL", "http://127.0.0.1:8001/v1")
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "llm_model" in str(refused.value)
    assert "7749" not in str(refused.value)


def test_every_setting_is_explained() -> None:
    source = Path(__file__).parents[2] / "server" / "settings.py"
    lines = source.read_text(encoding="utf-8").splitlines()
    for name in Settings.model_fields:
        (at,) = (n for n, line in enumerate(lines) if line.startswith(f"    {name}: "))
        assert lines[at + 1].strip().startswith('"""'), name
