"""The index on disk: sections of articles by their words, changed as a whole or not at all."""

import json
import logging
import math
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import tantivy
from tantivy import Occur, Query

from server.knowledge.articles import Article, Kind, Section
from server.knowledge.words import Words

_FORMAT: Final = 1
"""Of the fields below; an index of another format is built anew."""
_HEAP_BYTES: Final = 64_000_000
_HEAD_BOOST: Final = 1.5
# Sections looked at for each article that is wanted: several may be of one article.
_DEPTH: Final = 4
# What is longer, a question or a section, is not looked at to its end.
_WORDS: Final = 24
_SENTENCES: Final = 200
_CONTEXT_SHARE: Final = 0.3
# What the heading or the title say of a word tells less than the sentence itself, and a
# sentence in its own section more than one in passing.
_HEADING_SHARE: Final = 0.7
_TITLE_SHARE: Final = 0.4
_IN_PASSING: Final = 0.1
_FOR_ANY: Final = "any"
_NEVER: Final = date.max.toordinal()

_logger = logging.getLogger(__name__)

Content = dict[str, Any]
"""A section with its article's title, source and the rest, as it is stored."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence of an article that may answer.

    `score` is the share of what was asked, rare words counting more, that the sentence with
    its heading and title speaks of: 0 … 1, to be compared between questions and indexes.
    """

    article_id: str
    title: str
    sentence: str
    source: str
    score: float
    kind: Kind = "article"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Words that mean the same; how much one of them counts, and tells, being rare."""

    words: tuple[str, ...]
    weight: float
    told: float


class Index:
    """Searched by any number of threads, changed by one at a time.

    What was searched before a change goes on to be found until the change is whole, also
    where the process ends in the middle of it.
    """

    def __init__(self, folder: Path, words: Words) -> None:
        self._words = words
        self._schema: Final = _schema()
        self._index = _opened(folder / f"{_FORMAT}-{words.version}", self._schema)

    def known(self) -> dict[str, str]:
        """The fingerprint of every article that is in it, by id."""
        searcher = self._index.searcher()
        found = self._all(searcher, "place", 0)
        return {each["id"]: each["fingerprint"] for each in found}

    def change(self, put: Iterable[tuple[Article, str]], dropped: Iterable[str]) -> None:
        """Put in articles, each with its fingerprint, in place of older ones; take out others."""
        writer = self._index.writer(_HEAP_BYTES, 1)
        try:
            for identifier in dropped:
                writer.delete_documents_by_term("id", identifier)
            for article, fingerprint in put:
                writer.delete_documents_by_term("id", article.id)
                for document in self._documents(article, fingerprint):
                    writer.add_document(document)
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            # This also gives up the lock.
            writer.wait_merging_threads()
        self._index.reload()

    def article(self, identifier: str) -> Article | None:
        """The article of this id."""
        found = self._all(self._index.searcher(), "id", identifier)
        return _article(sorted(found, key=lambda each: each["place"])) if found else None

    def search(
        self,
        text: str,
        today: date,
        limit: int = 3,
        *,
        industry: str = "",
        tag: str = "",
        context: str = "",
    ) -> tuple[Hit, ...]:
        """The articles that fit best, each by its best sentence, the best first.

        `context` is what the talk is about; it counts less than `text`. Of an industry those
        that are for any are found too. What is no longer valid `today` is not found.
        """
        searcher = self._index.searcher()
        wanted = self._wanted(searcher, text, context)
        if not wanted:
            return ()
        query = self._query(wanted, today, industry, tag)
        sections = (
            _content(searcher, address)
            for _, address in searcher.search(query, limit * _DEPTH, count=False).hits
        )
        found = [hit for section in sections for hit in self._hits(section, wanted)]
        found.sort(key=lambda hit: -hit.score)
        best: dict[str, Hit] = {}
        for hit in found:
            best.setdefault(hit.article_id, hit)
        return tuple(best.values())[:limit]

    def _all(self, searcher: tantivy.Searcher, field: str, value: str | int) -> list[Content]:
        query = Query.term_query(self._schema, field, value)
        limit = max(1, searcher.doc_freq(field, value))
        hits = searcher.search(query, limit, count=False).hits
        return [_content(searcher, address) for _, address in hits]

    def _wanted(self, searcher: tantivy.Searcher, text: str, context: str) -> list[_Wanted]:
        found: dict[tuple[str, ...], _Wanted] = {}
        for asked, share in ((text, 1.0), (context, _CONTEXT_SHARE)):
            for each in self._words.asked(asked):
                seen = max(searcher.doc_freq("all", word) for word in each.words)
                weight = share * each.weight
                if not seen:
                    # That nothing speaks of it tells something only of what is asked itself.
                    weight *= each.missed if share == 1.0 else 0.0
                if weight:
                    told = math.log(1 + (searcher.num_docs + 0.5) / (seen + 0.5))
                    found.setdefault(each.words, _Wanted(each.words, weight, weight * told))
        return sorted(found.values(), key=lambda each: -each.told)[:_WORDS]

    def _query(self, wanted: list[_Wanted], today: date, industry: str, tag: str) -> Query:
        parts = [
            (Occur.Should, Query.boost_query(self._either(each.words, field), each.weight * boost))
            for each in wanted
            for field, boost in (("all", 1.0), ("head", _HEAD_BOOST))
        ]
        holding = [Query.boolean_query(parts), self._valid(today)]
        if industry:
            holding.append(self._one_of("industry", industry, _FOR_ANY))
        if tag:
            holding.append(self._one_of("tag", tag))
        return Query.boolean_query([(Occur.Must, each) for each in holding])

    def _either(self, group: tuple[str, ...], field: str) -> Query:
        terms = [Query.term_query(self._schema, field, word, "freq") for word in group]
        return terms[0] if len(terms) == 1 else Query.disjunction_max_query(terms)

    def _valid(self, today: date) -> Query:
        until = Query.range_query(
            self._schema, "until", tantivy.FieldType.Unsigned, today.toordinal(), _NEVER
        )
        return Query.const_score_query(until, 0.0)

    def _one_of(self, field: str, *values: str) -> Query:
        return Query.const_score_query(Query.term_set_query(self._schema, field, values), 0.0)

    def _hits(self, stored: Content, wanted: list[_Wanted]) -> Iterator[Hit]:
        """Every sentence of a section, with what it tells of what is wanted."""
        title = set(self._head(stored["title"], "", stored["tags"]))
        heading = set(self._words.of(stored["heading"]))
        whole = sum(each.told for each in wanted)
        sentences = Section(stored["heading"], tuple(stored["lines"])).sentences
        for sentence in sentences[:_SENTENCES]:
            said = set(self._words.of(sentence))
            told = sum(_told(each, said, heading, title) for each in wanted)
            yield Hit(
                stored["id"],
                stored["title"],
                sentence,
                stored["source"],
                told / whole,
                stored["kind"],
            )

    def _documents(self, article: Article, fingerprint: str) -> Iterator[tantivy.Document]:
        until = article.valid_until.toordinal() if article.valid_until else _NEVER
        for place, section in enumerate(article.sections):
            content: Content = {
                "id": article.id,
                "fingerprint": fingerprint,
                "place": place,
                "title": article.title,
                "heading": section.heading,
                "lines": section.lines,
                "source": article.source,
                "industries": article.industries,
                "tags": article.tags,
                "until": until,
                "kind": article.kind,
            }
            head = self._head(article.title, section.heading, article.tags)
            body = [word for line in section.lines for word in self._words.of(line)]
            found: dict[str, Any] = {
                "id": article.id,
                "place": place,
                "until": until,
                "industry": list(article.industries) or [_FOR_ANY],
                "tag": list(article.tags),
                "head": " ".join(head),
                "all": " ".join([*head, *body]),
                "content": json.dumps(content, ensure_ascii=False).encode(),
            }
            yield tantivy.Document.from_dict(found, self._schema)

    def _head(self, title: str, heading: str, tags: Iterable[str]) -> list[str]:
        return self._words.of(" ".join([title, heading, *tags]))


def _told(wanted: _Wanted, said: set[str], heading: set[str], title: set[str]) -> float:
    """What a sentence below a heading and a title tells of a word that is asked for."""
    own_section = not heading.isdisjoint(wanted.words)
    for words, share in ((said, 1.0), (heading, _HEADING_SHARE), (title, _TITLE_SHARE)):
        if not words.isdisjoint(wanted.words):
            return wanted.told * (share if own_section else share - _IN_PASSING)
    return 0.0


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("id", "industry", "tag"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("place", "until"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("head", "all"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    # What is only read again, as JSON.
    builder.add_bytes_field("content", stored=True)
    return builder.build()


def _opened(folder: Path, schema: tantivy.Schema) -> tantivy.Index:
    """The index in this folder; what is there of other formats, or broken, is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other)
    try:
        return tantivy.Index(schema, str(folder))
    except ValueError as error:
        _logger.error("the index is built anew: %s", type(error).__name__)
        shutil.rmtree(folder)
        folder.mkdir()
        return tantivy.Index(schema, str(folder))


def _content(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> Content:
    found: Content = json.loads(searcher.doc(address)["content"][0])
    return found


def _article(stored: list[Content]) -> Article:
    first = stored[0]
    return Article(
        first["id"],
        first["title"],
        tuple(Section(each["heading"], tuple(each["lines"])) for each in stored),
        first["source"],
        tuple(first["industries"]),
        tuple(first["tags"]),
        None if first["until"] == _NEVER else date.fromordinal(first["until"]),
        first["kind"],
    )
