"""Downloading from a publisher whose server misbehaves in every way that the rules of fetching name."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.download import Client, FetchFailed, Known, NotThere
from tests.publisher import (
    PAGE,
    Answer,
    Server,
    broken_off,
    cut_chunks,
    dripping,
    endless,
    hang_up,
    page,
    rest_of,
    rubbish,
    sleepy,
    status,
)


def test_a_document_comes_whole_with_its_hash(server: Server, client: Client, tmp_path: Path) -> None:
    server.answers["/x"] = [page(ETag='"1"')]
    got = client.get(f"{server.url}/x", tmp_path)
    assert got is not None
    assert (got.file.read_bytes(), got.sha256, got.etag, got.media) == (PAGE, hashlib.sha256(PAGE).hexdigest(), '"1"', "text/html")
    assert server.asked[0][1]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    "fault", [status(503), status(500), status(429), sleepy(0.8), hang_up, rubbish, cut_chunks, broken_off(), broken_off(at=0)]
)
def test_a_passing_fault_is_tried_again(fault: Answer, server: Server, client: Client, waits: list[float], tmp_path: Path) -> None:
    server.answers["/x"] = [fault, fault, page()]
    got = client.get(f"{server.url}/x", tmp_path)
    assert got is not None and got.file.read_bytes() == PAGE
    assert waits == [1.0, 2.0]


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (status(503), "answers 503, 4 times"),
        (sleepy(0.8), "in time"),
        (broken_off(), "bytes came"),
        (dripping, "slowly|in time"),
        (hang_up, "failed"),
    ],
)
def test_a_lasting_fault_is_named(fault: Answer, says: str, server: Server, client: Client, waits: list[float], tmp_path: Path) -> None:
    server.answers["/x"] = [fault]
    with pytest.raises(FetchFailed, match=says):
        replace(client, whole=0.5).get(f"{server.url}/x", tmp_path)
    assert waits == [1.0, 2.0, 4.0]


def test_the_server_may_say_how_long_to_wait_within_reason(server: Server, client: Client, waits: list[float], tmp_path: Path) -> None:
    server.answers["/x"] = [status(429, Retry_After="7"), status(503, Retry_After="99999"), page()]
    client.get(f"{server.url}/x", tmp_path)
    assert waits == [7.0, 60.0]


def test_it_goes_on_where_it_broke_off(server: Server, client: Client, tmp_path: Path) -> None:
    server.answers["/x"] = [broken_off(ETag='"1"'), rest_of(ETag='"1"')]
    got = client.get(f"{server.url}/x", tmp_path)
    assert got is not None and got.file.read_bytes() == PAGE
    headers = server.asked[1][1]
    assert (headers["Range"], headers["If-Range"]) == ("bytes=500-", '"1"')


def test_it_goes_on_in_another_run(server: Server, client: Client, tmp_path: Path) -> None:
    server.answers["/x"] = [broken_off(Last_Modified="Mon, 01 Jan 2029 00:00:00 GMT")]
    with pytest.raises(FetchFailed):
        replace(client, tries=1).get(f"{server.url}/x", tmp_path)
    server.answers["/x"] = [rest_of()]
    got = client.get(f"{server.url}/x", tmp_path)
    assert got is not None and got.file.read_bytes() == PAGE
    assert server.asked[-1][1]["Range"] == "bytes=500-"


@pytest.mark.parametrize(
    "then",
    [
        page(ETag='"2"'),  # the document has changed meanwhile: the server sends all of it
        lambda handler: handler.say(206, PAGE[400:], Content_Range=f"bytes 400-{len(PAGE) - 1}/{len(PAGE)}"),  # not the part asked for
        status(416),
        lambda handler: handler.say(206, PAGE[500:]),  # does not say which part
    ],
)
def test_a_part_that_does_not_fit_is_thrown_away(then: Answer, server: Server, client: Client, tmp_path: Path) -> None:
    server.answers["/x"] = [broken_off(ETag='"1"'), then, page(ETag='"2"')]
    got = client.get(f"{server.url}/x", tmp_path)
    assert got is not None and got.file.read_bytes() == PAGE


@pytest.mark.parametrize("mark", [{}, {"ETag": 'W/"1"'}])
def test_without_a_sure_mark_it_begins_anew(mark: dict[str, str], server: Server, client: Client, tmp_path: Path) -> None:
    server.answers["/x"] = [broken_off(**mark), page()]
    got = client.get(f"{server.url}/x", tmp_path)
    assert got is not None and got.file.read_bytes() == PAGE
    assert "Range" not in server.asked[1][1]


@pytest.mark.parametrize("answer", [lambda handler: handler.say(200, b"", length=2_000_000), endless])
def test_what_is_too_large_is_refused_and_leaves_nothing(answer: Answer, server: Server, client: Client, tmp_path: Path) -> None:
    server.answers["/x"] = [answer]
    with pytest.raises(FetchFailed, match="larger than 1 MB"):
        client.get(f"{server.url}/x", tmp_path)
    assert not list(tmp_path.glob("*.part")) or all(not f.stat().st_size for f in tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (status(403), "refuses .403"),
        (status(302, Location="ftp://x.example/x"), "not HTTPS"),
        (status(302, Location="file:///etc/passwd"), "not HTTPS"),
        (status(302, Location="/x"), "circle"),
        (page(Content_Encoding="gzip"), "compressed"),
    ],
)
def test_what_no_second_try_mends_is_tried_once(
    answer: Answer, says: str, server: Server, client: Client, waits: list[float], tmp_path: Path
) -> None:
    server.answers["/x"] = [answer]
    with pytest.raises(FetchFailed, match=says):
        client.get(f"{server.url}/x", tmp_path)
    assert waits == []


def test_a_redirect_is_followed(server: Server, client: Client, tmp_path: Path) -> None:
    server.answers |= {"/x": [status(302, Location="/y")], "/y": [page()]}
    got = client.get(f"{server.url}/x", tmp_path)
    assert got is not None and got.url == f"{server.url}/y"


def test_only_https_is_asked(server: Server, tmp_path: Path) -> None:
    for url in (f"{server.url}/x", "file:///etc/passwd", "ftp://x.example/"):
        with pytest.raises(FetchFailed, match="not an HTTPS address"):
            Client().get(url, tmp_path)
    assert server.asked == []


def test_what_is_not_there_and_what_is_not_modified(server: Server, client: Client, tmp_path: Path) -> None:
    with pytest.raises(NotThere):
        client.get(f"{server.url}/none", tmp_path)
    server.answers["/x"] = [status(304)]
    assert client.get(f"{server.url}/x", tmp_path, Known('"1"', "yesterday")) is None
    assert server.asked[-1][1]["If-None-Match"] == '"1"'
