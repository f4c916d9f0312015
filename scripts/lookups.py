"""`liubu bench --knowledge`: how fast articles are indexed and searched, and what it costs."""

import gc
import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import quantiles
from typing import Final

import psutil
from rich.table import Table

from models import annotation, labels
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
_TODAY: Final = date(2026, 3, 2)


@dataclass(frozen=True, slots=True)
class Measured:
    """What an index of `articles` articles took and gives."""

    articles: int
    characters: float
    """Of an article, on average."""
    build_seconds: float
    disk_bytes: int
    latencies: list[float]
    """Of single searches, in seconds, one after the other."""
    cpu: list[float]
    """Of the same searches, in seconds: what they take where nobody else wants the cores."""
    private_bytes: int
    """Memory of the process that is not files mapped into it."""


def run(articles: int) -> None:
    """Measure an index of so many articles, and one of a tenth, and print both."""
    playbook = load_playbook()
    words = Words(vocabulary(playbook))
    said = _lines()
    with bar() as progress:
        task = progress.add_task("知识库 knowledge", total=2)
        measured = []
        for count in (max(1, articles // _SMALL_SHARE), articles):
            measured.append(_measure(count, words, said))
            progress.advance(task)
    _print(measured)


def _print(measured: list[Measured]) -> None:
    table = Table(title=f"{_QUESTIONS} questions of customers, one after the other")
    for column in ("articles", "characters", "built in s", "on disk MB", "private MB"):
        table.add_column(column, justify="right")
    for column in ("p50 ms", "p95 ms", "p99 ms", "p95 CPU ms"):
        table.add_column(column, justify="right")
    for found in measured:
        table.add_row(
            str(found.articles),
            f"{found.characters:.0f}",
            f"{found.build_seconds:.1f}",
            f"{found.disk_bytes / 1e6:.0f}",
            f"{found.private_bytes / 1e6:.0f}",
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


def _lines() -> dict[str, list[str]]:
    """What was said in the corpus, by role."""
    found: dict[str, list[str]] = {role: [] for role in labels.ROLES}
    for part in ("train", "test"):
        for conversation in annotation.part(part):
            for line in conversation.lines:
                found[line.role].append(line.text)
    return found


def _measure(count: int, words: Words, said: dict[str, list[str]]) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder), words)
        characters: list[int] = []
        start = time.perf_counter()
        index.change(_articles(count, said[labels.AGENT], characters), ())
        built = time.perf_counter() - start
        disk = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        chance = random.Random(count)
        industries = list(labels.INDUSTRIES)
        latencies, cpu = [], []
        for question in chance.sample(said[labels.CUSTOMER], _QUESTIONS):
            before, spent = time.perf_counter(), time.thread_time()
            index.search(question, _TODAY, industry=chance.choice(industries))
            cpu.append(time.thread_time() - spent)
            latencies.append(time.perf_counter() - before)
        gc.collect()
        memory = psutil.Process(os.getpid()).memory_full_info()
        return Measured(count, sum(characters) / count, built, disk, latencies, cpu, memory.uss)


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
