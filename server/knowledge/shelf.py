"""The articles of a folder and the closed cases: searched, and read again when they change."""

import asyncio
import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from watchfiles import awatch

from server.knowledge.articles import SUFFIX, Article, article_of
from server.knowledge.cases import Case, file_of
from server.knowledge.index import Hit, Index
from server.knowledge.words import Vocabulary, Words
from server.prompts.files import PromptError

_CASES: Final = "@cases"
"""Where the ids of cases begin; no article's does."""
_CHINA: Final = timezone(timedelta(hours=8))
_SEARCHES_WAITING: Final = 256
_WATCH_MS: Final = 500
_RETRY_SECONDS: Final = 5.0

P = ParamSpec("P")
Found = TypeVar("Found")

_logger = logging.getLogger(__name__)


class ShelfUnavailableError(Exception):
    """Nothing can be looked up or put in now: too much waits, or the disk refuses."""


class Shelf:
    """Use as an async context manager. A task inside follows the files.

    `data` is the folder that the index and the cases are kept in; `clock` gives ms since 1970.
    """

    def __init__(
        self, folder: Path, data: Path, vocabulary: Vocabulary, clock: Callable[[], int]
    ) -> None:
        self._folder = folder.resolve()
        self._data = data.resolve()
        self._cases = self._data / "cases"
        self._vocabulary = vocabulary
        self._clock = clock
        self._searching = ThreadPoolExecutor(1, thread_name_prefix="knowledge-search")
        self._changing = ThreadPoolExecutor(1, thread_name_prefix="knowledge-change")
        self._waiting = 0
        self._closing = False
        self._known: dict[str, str] = {}
        self._follower: asyncio.Task[None] | None = None
        self.problems: dict[str, str] = {}
        """What is wrong with the files that could not be read, by id."""
        self.reread = asyncio.Event()
        """Set once the files were read after the start."""

    async def __aenter__(self) -> "Shelf":
        await self._run(self._changing, self._open)
        self._follower = asyncio.create_task(self._follow(), name="knowledge")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing = True
        if self._follower is not None:
            self._follower.cancel()
            await asyncio.wait([self._follower])
        loop = asyncio.get_running_loop()
        for thread in (self._searching, self._changing):
            await loop.run_in_executor(None, thread.shutdown)

    async def search(
        self, text: str, limit: int = 3, industry: str = "", tag: str = "", context: str = ""
    ) -> tuple[Hit, ...]:
        """As `Index.search`, today.

        Raises:
            ShelfUnavailableError: where too many searches wait, or the index cannot be read.
        """
        return await self._ask(
            self._index.search,
            text,
            self._today(),
            limit,
            industry=industry,
            tag=tag,
            context=context,
        )

    async def article(self, identifier: str) -> Article | None:
        """The article of this id.

        Raises:
            ShelfUnavailableError: as for `search`.
        """
        return await self._ask(self._index.article, identifier)

    async def put(self, name: str, raw: bytes) -> Article:
        """Store an article in the folder, in place of one of this name, and find it from now on.

        Raises:
            PromptError: where it is no article; nothing is changed then.
            ShelfUnavailableError: where the disk refuses.
        """
        return await self._change(self._store, name, self._folder / f"{name}{SUFFIX}", raw)

    async def add_case(self, case: Case) -> Article:
        """Keep a closed case, in place of an earlier one of its id.

        Raises:
            PromptError: where there is no title, or nothing else.
            ShelfUnavailableError: where the disk refuses.
        """
        name, raw = file_of(case)
        path = self._cases / name
        return await self._change(self._store, f"{_CASES}/{path.stem}", path, raw)

    async def _ask(self, query: Callable[P, Found], *args: P.args, **kwargs: P.kwargs) -> Found:
        if self._waiting >= _SEARCHES_WAITING:
            raise ShelfUnavailableError("too many searches wait")
        self._waiting += 1
        try:
            return await self._run(self._searching, query, *args, **kwargs)
        except (OSError, ValueError) as error:
            raise ShelfUnavailableError(type(error).__name__) from error
        finally:
            self._waiting -= 1

    async def _change(self, change: Callable[P, Found], *args: P.args, **kwargs: P.kwargs) -> Found:
        try:
            return await self._run(self._changing, change, *args, **kwargs)
        except PromptError:
            raise
        except (OSError, ValueError) as error:
            raise ShelfUnavailableError(type(error).__name__) from error

    async def _run(
        self,
        thread: ThreadPoolExecutor,
        work: Callable[P, Found],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Found:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(thread, partial(work, *args, **kwargs))

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock() / 1000, _CHINA).date()

    # --- following the files ------------------------------------------------------------

    async def _follow(self) -> None:
        """Read changed files again, whatever goes wrong with one of them."""
        while True:
            try:
                await self._watch()
            except Exception as error:
                _logger.error("articles are not followed: %s", type(error).__name__)
            await asyncio.sleep(_RETRY_SECONDS)

    async def _watch(self) -> None:
        first = True
        async for changes in awatch(
            self._folder, self._cases, rust_timeout=_WATCH_MS, yield_on_timeout=True
        ):
            # Everything is read once the watch stands, so that no change falls in between.
            if first:
                await self._run(self._changing, self._read_all)
                self.reread.set()
            elif changes:
                await self._run(self._changing, self._read, [Path(path) for _, path in changes])
            first = False

    # --- in the thread of changes ---------------------------------------------------------

    def _open(self) -> None:
        self._cases.mkdir(parents=True, exist_ok=True)
        self._index = Index(self._data / "index", Words(self._vocabulary))
        self._known = self._index.known()

    def _read_all(self) -> None:
        there = [path for root in (self._folder, self._cases) for path in _files(root)]
        gone = self._known.keys() - {self._id(path) for path in there}
        self._update(there, gone)

    def _read(self, paths: list[Path]) -> None:
        files = [path for path in paths if _is_article(path)]
        there = [path for path in files if path.is_file()]
        gone = {self._id(path) for path in files} - {self._id(path) for path in there}
        # A folder that was moved or removed takes its files along.
        gone |= {each for path in paths if not path.exists() for each in self._below(path)}
        there += [file for path in paths if path.is_dir() for file in _files(path)]
        self._update(there, gone & self._known.keys())

    def _update(self, there: Iterable[Path], gone: Iterable[str]) -> None:
        changed = {path: mark for path in there if (mark := self._changed(path))}
        gone = set(gone)
        for identifier in gone:
            self.problems.pop(identifier, None)
        if not changed and not gone:
            return
        put: dict[str, str] = {}
        self._index.change(self._articles(changed, put), gone)
        self._known = {k: v for k, v in self._known.items() if k not in gone} | put
        _logger.info("%d articles, %d new, %d gone", len(self._known), len(put), len(gone))

    def _changed(self, path: Path) -> str | None:
        """The fingerprint of a file where it is not the one that is known."""
        try:
            mark = _fingerprint(path.read_bytes())
        except OSError:
            return None
        return mark if self._known.get(self._id(path)) != mark else None

    def _articles(
        self, changed: dict[Path, str], put: dict[str, str]
    ) -> Iterator[tuple[Article, str]]:
        """The articles in these files; what is wrong with one is told, and stops no other."""
        for path, mark in changed.items():
            if self._closing:
                raise ShelfUnavailableError("the service stops")
            identifier = self._id(path)
            try:
                article = article_of(identifier, path.read_bytes())
            except (OSError, PromptError) as error:
                self.problems[identifier] = str(error)
                _logger.warning("article not read: %s", error)
                continue
            self.problems.pop(identifier, None)
            put[identifier] = mark
            yield article, mark

    def _store(self, identifier: str, path: Path, raw: bytes) -> Article:
        article = article_of(identifier, raw)
        part = path.with_name(f".{path.name}.part")
        with part.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        self._index.change([(article, mark := _fingerprint(raw))], ())
        self._known[identifier] = mark
        self.problems.pop(identifier, None)
        return article

    def _id(self, path: Path) -> str:
        if path.is_relative_to(self._cases):
            return f"{_CASES}/{path.stem}"
        return path.relative_to(self._folder).with_suffix("").as_posix()

    def _below(self, folder: Path) -> set[str]:
        if not folder.is_relative_to(self._folder):
            return set()
        prefix = folder.relative_to(self._folder).as_posix() + "/"
        return {each for each in self._known if each.startswith(prefix)}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob(f"*{SUFFIX}") if _is_article(path))


def _is_article(path: Path) -> bool:
    return path.suffix == SUFFIX and not path.name.startswith(".")


def _fingerprint(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
