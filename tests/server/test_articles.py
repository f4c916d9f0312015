"""The articles over HTTP, on a real server with a real folder."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.articles import QUESTION_CHARS
from server.knowledge.articles import ARTICLE_BYTES
from server.settings import Settings
from tests.service import Service, serving

_RETURNS = "---\nindustries: [telecom]\nvalid_until: 2999-12-31\n---\n# 退货规则\n\n七天内可退。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    return made


@pytest.fixture
async def running(tmp_path: Path, folder: Path) -> AsyncIterator[Service]:
    async with serving(Settings(data=tmp_path / "data", knowledge=folder)) as service:
        yield service


@pytest.fixture
async def http(running: Service) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=running.url) as client:
        yield client


def _refused(answer: httpx.Response) -> tuple[int, str]:
    body: dict[str, Any] = answer.json()
    assert body.keys() == {"type", "code", "message", "ref"}
    assert body["type"] == "error"
    assert body["message"]
    return answer.status_code, body["code"]


def _stored(folder: Path) -> list[str]:
    """The articles in a folder and below, and what was left of storing them."""
    return [path.name for path in folder.rglob("*.md*")]


async def test_an_uploaded_article_is_found_and_comes_back_whole(
    http: httpx.AsyncClient, folder: Path
) -> None:
    stored = await http.put("/v1/knowledge/退货规则.md", content=_RETURNS)
    assert stored.status_code == 200
    (hit,) = (await http.get("/v1/knowledge", params={"q": "退货"})).json()
    assert (hit["article_id"], hit["sentence"]) == ("退货规则", "七天内可退。")
    assert (hit["source"], hit["kind"]) == ("《退货规则》", "article")
    assert 0 < hit["score"] <= 1
    article = (await http.get("/v1/knowledge/退货规则")).json()
    assert article == stored.json()
    assert article["sections"] == [{"heading": "", "lines": ["七天内可退。"]}]
    assert article["valid_until"] == "2999-12-31"
    assert (folder / "退货规则.md").read_text(encoding="utf-8") == _RETURNS


async def test_an_upload_takes_the_place_of_what_had_its_name(http: httpx.AsyncClient) -> None:
    await http.put("/v1/knowledge/a", content=_RETURNS)
    await http.put("/v1/knowledge/a", content="# 换货\n\n换尺码。")
    assert (await http.get("/v1/knowledge", params={"q": "退货"})).json() == []
    assert (await http.get("/v1/knowledge", params={"q": "尺码"})).json()


async def test_a_search_keeps_to_an_industry_and_a_tag(http: httpx.AsyncClient) -> None:
    await http.put("/v1/knowledge/a", content=_RETURNS)
    for params, found in (
        ({"industry": "telecom"}, 1),
        ({"industry": "banking"}, 0),
        ({"tag": "运费"}, 0),
    ):
        answer = await http.get("/v1/knowledge", params={"q": "退货", **params})
        assert len(answer.json()) == found


@pytest.mark.parametrize("q", ["", "退" * (QUESTION_CHARS + 1)])
async def test_a_search_for_nothing_or_too_much_is_refused(http: httpx.AsyncClient, q: str) -> None:
    assert _refused(await http.get("/v1/knowledge", params={"q": q})) == (400, "invalid")


async def test_what_stands_in_a_query_is_words_not_a_language(http: httpx.AsyncClient) -> None:
    await http.put("/v1/knowledge/a", content=_RETURNS)
    for q in ('"', "退货 AND (", "id:a", "*", "+-", "\0"):
        assert (await http.get("/v1/knowledge", params={"q": q})).status_code == 200


async def test_an_unknown_article_is_refused(http: httpx.AsyncClient) -> None:
    assert _refused(await http.get("/v1/knowledge/nothing")) == (404, "article_unknown")
    outside = await http.get("/v1/knowledge/..%2f..%2fetc%2fpasswd")
    assert _refused(outside) == (404, "article_unknown")


@pytest.mark.parametrize(
    "name", ["a b", "a.txt", ".md", ".hidden", "..%2fa", "%2e%2e%2fa.md", "a" * 65, "@cases"]
)
async def test_a_name_that_could_lead_elsewhere_is_refused(
    http: httpx.AsyncClient, tmp_path: Path, name: str
) -> None:
    answer = await http.put(f"/v1/knowledge/{name}", content=_RETURNS)
    # A slash names no place to put anything at all.
    assert answer.status_code in (400, 404, 405)
    assert _stored(tmp_path) == []


async def test_a_bad_article_is_refused_with_the_line(
    http: httpx.AsyncClient, folder: Path
) -> None:
    answer = await http.put("/v1/knowledge/a", content="---\ntitel: x\n---\ny")
    assert _refused(answer) == (400, "article_invalid")
    assert "a.md:2" in answer.json()["message"]
    assert _stored(folder) == []


async def test_a_long_article_is_refused_before_it_is_read_to_its_end(
    http: httpx.AsyncClient, folder: Path
) -> None:
    answer = await http.put("/v1/knowledge/a", content=b"# x\n\n" + b"y" * ARTICLE_BYTES)
    assert _refused(answer) == (413, "article_too_long")
    assert _stored(folder) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        # A page whose name was made to point here.
        {"origin": "http://rebound.example", "host": "rebound.example"},
    ],
)
async def test_a_page_of_another_origin_may_not_upload(
    http: httpx.AsyncClient, folder: Path, headers: dict[str, str]
) -> None:
    answer = await http.put("/v1/knowledge/a", content=_RETURNS, headers=headers)
    assert _refused(answer) == (403, "origin_not_allowed")
    assert _stored(folder) == []


async def test_the_page_of_the_service_itself_may_upload(
    running: Service, http: httpx.AsyncClient
) -> None:
    answer = await http.put("/v1/knowledge/a", content=_RETURNS, headers={"origin": running.url})
    assert answer.status_code == 200


@pytest.mark.parametrize(("method", "path"), [("GET", "?q=退货"), ("GET", "/a"), ("PUT", "/a")])
async def test_without_a_folder_all_of_it_is_refused(
    service: Service, method: str, path: str
) -> None:
    async with httpx.AsyncClient(base_url=service.url) as client:
        answer = await client.request(method, f"/v1/knowledge{path}", content=_RETURNS)
    assert _refused(answer) == (404, "knowledge_off")
