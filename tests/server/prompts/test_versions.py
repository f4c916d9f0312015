"""Versions of the prompts: published whole or not at all, kept, and gone back to."""

from pathlib import Path

import pytest

from server.prompts import PromptError, Versions, load_library
from server.prompts.versions import SHIPPED

_NEW = '\n- id: ting-new\n  plain: "您接着说，我都记着。"\n'


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path / "prompts")


def _draft(versions: Versions, folder: Path, addition: str = _NEW) -> Path:
    versions.draft(folder)
    with (folder / "wording" / "listen.yaml").open("a", encoding="utf-8") as file:
        file.write(addition)
    return folder


def _ids(versions: Versions) -> set[str]:
    return {pattern.id for pattern in load_library(versions.directory()).patterns["listen"]}


def test_what_is_shipped_is_served_until_something_is_published(versions: Versions) -> None:
    assert versions.current == SHIPPED
    assert versions.names() == [SHIPPED]
    assert not versions.home.exists()


def test_a_published_draft_is_served_and_kept_when_the_draft_goes_on(
    versions: Versions, tmp_path: Path
) -> None:
    draft = _draft(versions, tmp_path / "draft")
    assert versions.publish(draft) == versions.current == "v0001"
    assert "ting-new" in _ids(versions)
    (draft / "wording" / "listen.yaml").write_text("- id: other\n  plain: 好。\n", encoding="utf-8")
    assert "ting-new" in _ids(versions)


def test_rolling_back_goes_one_back_or_to_the_version_named(
    versions: Versions, tmp_path: Path
) -> None:
    versions.publish(_draft(versions, tmp_path / "one"))
    versions.publish(_draft(versions, tmp_path / "two", _NEW.replace("new", "newer")))
    assert {"ting-new", "ting-newer"} <= _ids(versions)
    assert versions.roll_back() == "v0001"
    assert "ting-newer" not in _ids(versions)
    assert versions.roll_back("v0002") == "v0002"
    assert "ting-newer" in _ids(versions)
    assert versions.roll_back(SHIPPED) == SHIPPED
    assert "ting-new" not in _ids(versions)
    with pytest.raises(PromptError, match="none before"):
        versions.roll_back()
    with pytest.raises(PromptError, match="v0002"):
        versions.roll_back("v0009")


def test_a_version_published_after_going_back_does_not_overwrite_a_later_one(
    versions: Versions, tmp_path: Path
) -> None:
    versions.publish(_draft(versions, tmp_path / "one"))
    versions.roll_back()
    assert versions.publish(_draft(versions, tmp_path / "two")) == "v0002"
    assert versions.names() == [SHIPPED, "v0001", "v0002"]


def test_a_draft_with_a_mistake_is_not_published(versions: Versions, tmp_path: Path) -> None:
    versions.publish(_draft(versions, tmp_path / "one"))
    broken = _draft(versions, tmp_path / "two", "\n- id: x\n  plian: 好。\n")
    with pytest.raises(PromptError, match=r"listen\.yaml:\d+"):
        versions.publish(broken)
    assert versions.current == "v0001"
    assert versions.names() == [SHIPPED, "v0001"]


def test_what_a_crash_left_half_published_is_no_version(versions: Versions, tmp_path: Path) -> None:
    draft = _draft(versions, tmp_path / "one")
    half = versions.home / ".v0001" / "wording"
    half.mkdir(parents=True)
    assert versions.names() == [SHIPPED]
    assert versions.publish(draft) == "v0001"
    assert "ting-new" in _ids(versions)


def test_a_draft_is_not_written_over_something_else(versions: Versions, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PromptError, match="not empty"):
        versions.draft(tmp_path)


def test_a_pointer_to_a_version_that_is_gone_serves_what_is_shipped(versions: Versions) -> None:
    versions.home.mkdir()
    (versions.home / "current").write_text("v0007\n", encoding="utf-8")
    assert versions.current == SHIPPED
