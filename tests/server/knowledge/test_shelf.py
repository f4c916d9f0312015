"""A folder of articles that changes while it is searched."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from server.knowledge import shelf as module
from server.knowledge.articles import Article, article_of
from server.knowledge.cases import Case
from server.knowledge.shelf import Shelf, ShelfUnavailableError
from server.knowledge.words import Vocabulary
from server.prompts import PromptError

# 2 March 2026 in China.
_NOW = 1_772_380_800_000
_PATIENCE_SECONDS = 20.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    return made


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@asynccontextmanager
async def _shelf(folder: Path, now: int = _NOW) -> AsyncIterator[Shelf]:
    """A shelf that has read its files."""
    async with Shelf(folder, folder.parent / "data", Vocabulary(), lambda: now) as made:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await made.reread.wait()
        yield made


async def _finds(shelf: Shelf, text: str) -> list[str]:
    return [hit.article_id for hit in await shelf.search(text)]


async def _until_found(shelf: Shelf, text: str, wanted: list[str]) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while True:
            if await _finds(shelf, text) == wanted:
                return
            await asyncio.sleep(0.02)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_what_is_in_the_folder_and_below_is_found(folder: Path) -> None:
    _write(folder, "returns", "# 退货\n\n七天内可退。")
    _write(folder, "bank/loss", "# 挂失\n\n打电话挂失。")
    _write(folder, ".draft", "# 草稿\n\n退货退货。")
    (folder / "notes.txt").write_text("退货", encoding="utf-8")
    async with _shelf(folder) as shelf:
        assert await _finds(shelf, "退货") == ["returns"]
        assert await _finds(shelf, "挂失") == ["bank/loss"]


async def test_files_that_come_change_and_go_are_followed(folder: Path) -> None:
    async with _shelf(folder) as shelf:
        path = _write(folder, "returns", "# 退货\n\n七天内可退。")
        await _until_found(shelf, "退货", ["returns"])
        path.write_text("# 换货\n\n换尺码。", encoding="utf-8")
        await _until_found(shelf, "尺码", ["returns"])
        assert await _finds(shelf, "退货") == []
        path.unlink()
        await _until_found(shelf, "尺码", [])


async def test_a_folder_that_is_moved_takes_its_articles_along(folder: Path) -> None:
    _write(folder, "old/returns", "# 退货\n\n七天内可退。")
    async with _shelf(folder) as shelf:
        (folder / "old").rename(folder / "new")
        await _until_found(shelf, "退货", ["new/returns"])


async def test_changes_made_while_nobody_looked_are_found_at_the_start(folder: Path) -> None:
    _write(folder, "kept", "# 保修\n\n保修三年。")
    gone = _write(folder, "gone", "# 退货\n\n七天内可退。")
    async with _shelf(folder):
        pass
    gone.unlink()
    _write(folder, "new", "# 换货\n\n换尺码。")
    async with _shelf(folder) as shelf:
        assert await _finds(shelf, "退货") == []
        assert await _finds(shelf, "换货") == ["new"]
        assert await _finds(shelf, "保修") == ["kept"]


async def test_unchanged_files_are_not_indexed_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(folder, "returns", "# 退货\n\n七天内可退。")
    async with _shelf(folder):
        pass
    with monkeypatch.context() as patched:
        patched.setattr(module, "article_of", None)
        async with _shelf(folder) as shelf:
            assert await _finds(shelf, "退货") == ["returns"]


async def test_a_bad_file_is_told_and_stops_no_other(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _write(folder, "a-bad", "---\ntitel: x\n---\n退货")
    _write(folder, "b-good", "# 退货\n\n七天内可退。")
    async with _shelf(folder) as shelf:
        assert await _finds(shelf, "退货") == ["b-good"]
        assert shelf.problems == {"a-bad": "a-bad.md:2: 没有这一项，看拼写 unknown key 'titel'"}
        assert "a-bad.md:2" in caplog.text
        _write(folder, "a-bad", "# 退货运费\n\n我们出。")
        await _until_found(shelf, "退货运费", ["a-bad", "b-good"])
        assert shelf.problems == {}


async def test_an_article_spoilt_by_an_edit_is_found_as_it_was(folder: Path) -> None:
    path = _write(folder, "returns", "# 退货\n\n七天内可退。")
    async with _shelf(folder) as shelf:
        path.write_text("没有标题", encoding="utf-8")
        # Files are read in order: once the later one is there, the earlier was looked at.
        _write(folder, "z-later", "# 挂失\n\n打电话挂失。")
        await _until_found(shelf, "挂失", ["z-later"])
        assert shelf.problems.keys() == {"returns"}
        assert await _finds(shelf, "退货") == ["returns"]


async def test_an_article_put_in_is_found_at_once_and_kept_in_the_folder(folder: Path) -> None:
    async with _shelf(folder) as shelf:
        article = await shelf.put("退货规则", "# 退货\n\n七天内可退。".encode())
        assert article.id == "退货规则"
        assert await _finds(shelf, "退货") == ["退货规则"]
        assert await shelf.article("退货规则") == article
    assert _names(folder) == ["退货规则.md"]


async def test_a_bad_article_is_not_put_in_and_the_old_one_stays(folder: Path) -> None:
    async with _shelf(folder) as shelf:
        await shelf.put("returns", "# 退货\n\n七天内可退。".encode())
        with pytest.raises(PromptError, match=r"returns\.md:1"):
            await shelf.put("returns", b"no title")
        assert await _finds(shelf, "退货") == ["returns"]
    assert "退货" in (folder / "returns.md").read_text(encoding="utf-8")


async def test_a_closed_case_is_found_like_an_article_also_after_a_restart(folder: Path) -> None:
    async with _shelf(folder) as shelf:
        await shelf.add_case(Case("c-1", "洗衣机漏水", "用了两天漏水", "换新机"))
        await shelf.add_case(Case("c-1", "洗衣机漏水", "用了两天漏水", "退款"))
    async with _shelf(folder) as shelf:
        (hit,) = await shelf.search("洗衣机漏水怎么处理")
        assert (hit.kind, hit.source) == ("case", "结案记录《洗衣机漏水》")
        found = await shelf.article(hit.article_id)
        assert found is not None
        assert found.sections[1].lines == ("退款",)
    assert _names(folder) == []


async def test_what_is_no_longer_valid_is_not_found(folder: Path) -> None:
    _write(folder, "sale", "---\nvalid_until: 2026-03-02\n---\n# 退货\n\n七天内可退。")
    # The last minute of that day in China, and the first of the next.
    for now, found in ((_NOW + 86_340_000, ["sale"]), (_NOW + 86_400_000, [])):
        async with _shelf(folder, now) as shelf:
            assert await _finds(shelf, "退货") == found


async def test_where_too_many_wait_a_search_is_refused_not_kept_waiting(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(folder, "returns", "# 退货\n\n七天内可退。")
    monkeypatch.setattr(module, "_SEARCHES_WAITING", 2)
    async with _shelf(folder) as shelf:
        found = await asyncio.gather(
            *(shelf.search("退货") for _ in range(3)), return_exceptions=True
        )
        assert [isinstance(each, ShelfUnavailableError) for each in found] == [False, False, True]
        assert await _finds(shelf, "退货") == ["returns"]


async def test_whatever_fails_in_following_is_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "_RETRY_SECONDS", 0.01)
    failures = iter([OSError("disk"), ValueError("index")])
    read_all = Shelf._read_all

    def failing(self: Shelf) -> None:
        if error := next(failures, None):
            raise error
        read_all(self)

    monkeypatch.setattr(Shelf, "_read_all", failing)
    _write(folder, "returns", "# 退货\n\n七天内可退。")
    with caplog.at_level(logging.ERROR):
        async with _shelf(folder) as shelf:
            assert await _finds(shelf, "退货") == ["returns"]
    assert caplog.text.count("articles are not followed") == 2


async def test_stopping_does_not_wait_for_a_long_reading(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        _write(folder, name, "# 退货\n\n七天内可退。")
    loop = asyncio.get_running_loop()
    begun, stopping = asyncio.Event(), threading.Event()

    def slowly(identifier: str, raw: bytes) -> Article:
        assert identifier == "a"
        loop.call_soon_threadsafe(begun.set)
        assert stopping.wait(_PATIENCE_SECONDS)
        return article_of(identifier, raw)

    monkeypatch.setattr(module, "article_of", slowly)
    async with Shelf(folder, folder.parent / "data", Vocabulary(), lambda: _NOW) as shelf:
        await begun.wait()
        # After the leaving has begun.
        loop.call_soon(stopping.set)
    assert not shelf.reread.is_set()
