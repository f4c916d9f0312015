"""How often the sentence that is found answers: 60 questions over 30 articles of our own.

`questions.tsv` has for each its part, the question, the industry, the article that answers
and words of the sentence that does, `-` where none. The rules and the threshold were chosen
on the part `tune`; `held` shows what they are worth.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from server.knowledge.articles import article_of
from server.knowledge.index import Index
from server.knowledge.words import Words
from server.prompts import PROMPTS_DIR, load_playbook

_HERE: Final = Path(__file__).parent
_TODAY: Final = date(2026, 3, 2)
_FOLDERS: Final = (PROMPTS_DIR / "knowledge", _HERE / "articles")
_ROWS: Final = list(
    csv.reader((_HERE / "questions.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t")
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, words: Words) -> Index:
    made = Index(tmp_path_factory.mktemp("index"), words)
    files = [path for folder in _FOLDERS for path in folder.glob("*.md")]
    assert len(files) == 30
    made.change([(article_of(path.stem, path.read_bytes()), "1") for path in files], ())
    return made


@pytest.mark.parametrize("part", ["tune", "held"])
def test_what_is_sure_enough_to_be_said_is_mostly_right(index: Index, part: str) -> None:
    sure = load_playbook().rules.questions.sure
    said = right = asked = 0
    for _, question, industry, article_id, words in (row for row in _ROWS if row[0] == part):
        asked += 1
        hits = index.search(question, _TODAY, industry=industry)
        if hits and hits[0].score >= sure:
            said += 1
            right += hits[0].article_id == article_id and words in hits[0].sentence
    # To be seen with `pytest -s`.
    print(f"{part}: of {asked} questions {said} are answered, {right} of them rightly")
    assert asked == 30
    assert right / said >= 0.9
    assert said >= 13


def test_a_question_that_no_article_answers_is_not_answered(index: Index) -> None:
    sure = load_playbook().rules.questions.sure
    unanswered = [row for row in _ROWS if row[3] == "-"]
    assert len(unanswered) == 10
    for _, question, industry, *_ in unanswered:
        assert all(hit.score < sure for hit in index.search(question, _TODAY, industry=industry))


@pytest.mark.parametrize("path", sorted(_FOLDERS[0].glob("*.md")), ids=lambda path: path.stem)
def test_a_shipped_article_names_itself_a_sample(path: Path) -> None:
    assert article_of(path.stem, path.read_bytes()).source.endswith("示例")
