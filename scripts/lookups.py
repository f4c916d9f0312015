"""`liubu bench --knowledge`: how fast articles are indexed and searched, and what it costs."""

import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from typing import Final

import psutil
from rich.table import Table

from models import annotation, labels
from models.annotation import Split
from scripts.console import bar, out
from server.knowledge.articles import Article, article_of
from server.knowledge.index import Index
from server.knowledge.words import Words
from server.prompts import load_playbook
from server.services import vocabulary

_SMALL_SHARE: Final = 10
_QUESTIONS: Final = 2000
_SENTENCES: Final = (12, 40)
_IN_SECTION: Final = 6
_PARTS: Final[tuple[Split, ...]] = ("train", "test")
_TODAY: Final = date(2026, 3, 2)


@dataclass(frozen=True, slots=True)
class Built:
    """What building an index took."""

    characters: float
    """Of an article, on average."""
    seconds: float
    disk_bytes: int
    private_bytes: int
    """Memory of the process, without files mapped into it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What an index of `articles` articles took and gives."""

    articles: int
    built: Built
    latencies: list[float]
    """Of single searches, in seconds, one after the other."""
    cpu: list[float]
    """Of the same searches, in seconds: what they take where nobody else wants the cores."""
    private_bytes: int
    """Memory that searching takes, without the dictionary and files mapped into it."""


def run(articles: int) -> None:
    """Measure an index of so many articles, and one of a tenth, and print both."""
    words = _words()
    said = _lines(labels.CUSTOMER)
    with bar() as progress:
        task = progress.add_task("知识库 knowledge", total=2)
        measured = []
        for count in (max(1, articles // _SMALL_SHARE), articles):
            measured.append(_measure(count, words, said))
            progress.advance(task)
    _print(measured)


def _print(measured: list[Measured]) -> None:
    table = Table(title=f"{_QUESTIONS} questions of customers, one after the other")
    for column in (
        *("articles", "chars", "built s", "build MB", "disk MB", "search MB"),
        *("p50 ms", "p95 ms", "p99 ms", "p95 CPU ms"),
    ):
        table.add_column(column, justify="right", no_wrap=True)
    for found in measured:
        built = found.built
        table.add_row(
            str(found.articles),
            f"{built.characters:.0f}",
            f"{built.seconds:.1f}",
            *(
                f"{size / 1e6:.0f}"
                for size in (built.private_bytes, built.disk_bytes, found.private_bytes)
            ),
            *(f"{_percentile(found.latencies, share):.2f}" for share in (50, 95, 99)),
            f"{_percentile(found.cpu, 95):.2f}",
        )
    out.print(table)
    small, large = measured
    out.print(
        f"{large.articles / small.articles:.0f} × the articles: "
        f"p95 CPU × {_percentile(large.cpu, 95) / _percentile(small.cpu, 95):.2f}"
    )


def _percentile(seconds: list[float], share: int) -> float:
    """In ms."""
    return 1000 * quantiles(seconds, n=100)[share - 1]


def _words() -> Words:
    return Words(vocabulary(load_playbook()))


def _lines(role: str) -> list[str]:
    """What was said in the corpus by customers or agents."""
    return [
        line.text
        for part in _PARTS
        for conversation in annotation.part(part)
        for line in conversation.lines
        if line.role == role
    ]


def _measure(count: int, words: Words, questions: list[str]) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        # In a process of its own, whose memory does not count as that of searching.
        with ProcessPoolExecutor(1, get_context("spawn")) as process:
            built = process.submit(_build, Path(folder), count).result()
        before = _private_bytes()
        index = Index(Path(folder), words)
        chance = random.Random(count)
        industries = list(labels.INDUSTRIES)
        latencies, cpu = [], []
        for question in chance.sample(questions, _QUESTIONS):
            start, spent = time.perf_counter(), time.thread_time()
            index.search(question, _TODAY, industry=chance.choice(industries))
            cpu.append(time.thread_time() - spent)
            latencies.append(time.perf_counter() - start)
        return Measured(count, built, latencies, cpu, max(0, _private_bytes() - before))


def _build(folder: Path, count: int) -> Built:
    index = Index(folder, _words())
    sentences = _lines(labels.AGENT)
    characters: list[int] = []
    start = time.perf_counter()
    index.change(_articles(count, sentences, characters), ())
    seconds = time.perf_counter() - start
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Built(sum(characters) / count, seconds, disk, _private_bytes())


def _private_bytes() -> int:
    """What is not files mapped into memory, which the system takes back when it is short."""
    found = psutil.Process().memory_info()
    return int(found.rss - getattr(found, "shared", 0))


def _articles(
    count: int, sentences: list[str], characters: list[int]
) -> Iterator[tuple[Article, str]]:
    """Articles made up of sentences of the corpus, with numbers and names of their own."""
    chance = random.Random(count)
    industries = list(labels.INDUSTRIES)
    for number in range(count):
        code = f"{chance.choice('ABCDEFGH')}{chance.randrange(10**4):04d}"
        text = [
            f"---\nindustries: [{chance.choice(industries)}]\n---",
            f"# {chance.choice(sentences)[:16]} {code}",
        ]
        for place in range(chance.randint(*_SENTENCES)):
            if place % _IN_SECTION == 0:
                text.append(f"\n## {chance.choice(sentences)[:10]}\n")
            text.append(f"{chance.choice(sentences)}，型号{code}，{chance.randrange(999)}元。")
        article = article_of(f"a{number}", "\n".join(text).encode())
        characters.append(sum(len(each) for each in text))
        yield article, str(number)
