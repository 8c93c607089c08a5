"""Fetching into the library: new, unchanged, changed, and whatever is not the document; the offer of it."""

from __future__ import annotations

import hashlib
import json
import socket
import time
from pathlib import Path
from urllib.error import URLError

import pytest

from ingest import fetch as fetching
from ingest.download import Client, NoNetwork
from ingest.errors import BadInput
from ingest.fetch import OFFLINE, State, fetch, offer, told
from ingest.library import import_document, imported_editions
from ingest.model import Instrument
from tests import scribe
from tests.publisher import PAGE, Answer, Server, page, status


def lamp(server: Server, **more: str) -> dict[str, Instrument]:
    fields = {"official_url": f"{server.url}/akn/ke/act/2031/7", "frbr": "/akn/ke/act/2031/7", **more}
    return {"lamp-act": Instrument("lamp-act", "Lamp Act", "Lamp Act", "act", "section", 2031, **fields)}


ACT = "/akn/ke/act/2031/7"


class _Dead:
    def __init__(self, error: Exception) -> None:
        self.error, self.asked = error, 0

    def open(self, *_: object, **__: object) -> object:
        self.asked += 1
        raise self.error


@pytest.mark.parametrize(
    "error", [URLError(socket.gaierror(-3, "try again")), URLError(OSError(101, "unreachable")), OSError(113, "no route")]
)
def test_without_a_network_there_is_one_try_and_one_line(error: Exception, tmp_path: Path, waits: list[float]) -> None:
    dead = _Dead(error)
    client = Client(dead, pause=waits.append)
    with pytest.raises(NoNetwork):
        client.get("https://x.example/x", tmp_path)
    known = {
        slug: Instrument(slug, slug, slug, "act", "section", 2031, official_url=f"https://{slug}.example/x")
        for slug in ("lamp-act", "bell-act")
    }
    assert list(told(fetch((), tmp_path, known, client))) == [OFFLINE]
    assert waits == []


# -- the document in the library -------------------------------------------------------------------------------------


def test_a_new_document_is_loaded_with_the_date_it_tells(server: Server, client: Client, tmp_path: Path) -> None:
    server.answers[ACT] = [page()]
    (done,) = fetch((), tmp_path, lamp(server), client)
    assert (done.state, done.edition, done.as_at) == (State.NEW, "lamp-act:official:en:2031-12-11", "2031-12-11")
    (edition,) = imported_editions(tmp_path)
    assert (edition.sha256, edition.source) == (hashlib.sha256(PAGE).hexdigest(), f"{server.url}{ACT}")
    kept = json.loads((tmp_path / "fetched" / "lamp-act.json").read_text())
    assert (kept["sha256"], kept["as_at"]) == (edition.sha256, "2031-12-11")
    assert next(iter(told([done]))).startswith("lamp-act: loaded, as at 2031-12-11: 26 provisions")
    assert not list((tmp_path / "downloads").glob("*.whole"))


def test_an_unchanged_document_is_not_loaded_again(server: Server, client: Client, tmp_path: Path) -> None:
    server.answers[ACT] = [page(ETag='"1"'), status(304)]
    fetch((), tmp_path, lamp(server), client)
    (done,) = fetch((), tmp_path, lamp(server), client)
    assert done.state is State.UNCHANGED
    assert server.asked[-1][1]["If-None-Match"] == '"1"'


def test_a_page_that_differs_in_anything_but_its_words_is_unchanged(server: Server, client: Client, tmp_path: Path) -> None:
    server.answers[ACT] = [page(), page(PAGE.replace(b"alert(1)", b"alert(2)"))]
    fetch((), tmp_path, lamp(server), client)
    (done,) = fetch((), tmp_path, lamp(server), client)
    assert done.state is State.UNCHANGED
    assert not (tmp_path / "editions" / "former").exists()


def test_a_changed_document_is_an_edition_beside_the_old_one_and_the_difference_is_told(
    server: Server, client: Client, tmp_path: Path
) -> None:
    later = PAGE.replace(b"2031-12-11", b"2032-06-30").replace(b"lasts a year", b"lasts a whole month").replace(b"It is dated.", b"")
    later = later.replace(b'id="part_II__sec_3A"', b'id="x"').replace(b"3A. Records", b"3B. Books")
    server.answers[ACT] = [page(), page(later)]
    fetch((), tmp_path, lamp(server), client)
    (done,) = fetch(("lamp-act",), tmp_path, lamp(server), client)
    assert done.state is State.CHANGED
    assert [edition.id for edition in imported_editions(tmp_path)] == ["lamp-act:official:en:2031-12-11", "lamp-act:official:en:2032-06-30"]
    lines = list(told([done]))
    assert lines[0] == "lamp-act: a new edition, as at 2032-06-30; 4 clauses differ from the one before:"
    assert "  lamp-act/3/2: changed: “year” is now “whole month”" in lines
    assert any(line.startswith("  lamp-act/3a: removed: Records") for line in lines)
    assert any(line.startswith("  lamp-act/3b: added: Books") for line in lines)
    record = done.record()
    assert json.loads(json.dumps(record)) == record
    assert record["changes"][0]["edits"] == [["year", "whole month"]]


def test_a_changed_text_of_the_same_day_leaves_the_old_one_kept(server: Server, client: Client, tmp_path: Path) -> None:
    server.answers[ACT] = [page(), page(PAGE.replace(b"lasts a year", b"lasts a day"))]
    fetch((), tmp_path, lamp(server), client)
    (done,) = fetch((), tmp_path, lamp(server), client)
    assert done.state is State.CHANGED
    assert len(list((tmp_path / "editions" / "former").iterdir())) == 1


def test_the_newest_version_is_asked_for_and_the_pinned_one_where_there_is_none(server: Server, client: Client, tmp_path: Path) -> None:
    pinned = f"{ACT}/eng@2031-12-11"
    known = lamp(server, official_url=f"{server.url}{pinned}")
    server.answers[pinned] = [page()]
    assert fetch((), tmp_path, known, client)[0].state is State.NEW
    assert [path for path, _ in server.asked] == [ACT, pinned]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (page(b"%PDF-1.4 not html"), "says that it is text/html, but it is PDF"),
        (page(PAGE, media="application/pdf"), "says that it is application/pdf, but it is HTML"),
        (page(PAGE, media="image/png"), "'image/png', which is no document"),
        (page(PAGE[:-9]), "cut off"),
        (page(b"<html><body><h1>Publications</h1><h2>Lamp Act</h2><p>Download it.</p></body></html>"), "a page about the document"),
        (page(PAGE.replace(b"/akn/ke/act/2031/7/eng", b"/akn/ke/act/2031/8/eng")), "is /akn/ke/act/2031/8, not"),
        (page(b""), "sent nothing"),
        (page(b"\x00\x01\x02", media="application/octet-stream"), "none of the formats"),
        (page(b"<html><body>Please sign in</body></html>"), "page"),
        (status(403), "refuses"),
    ],
)
def test_what_is_not_the_document_changes_nothing(answer: Answer, says: str, server: Server, client: Client, tmp_path: Path) -> None:
    import_document(scribe.write(tmp_path, "law.html", PAGE), tmp_path, {}, "lamp-act")
    before = {file: file.read_bytes() for file in (tmp_path / "editions").rglob("*.json")}
    server.answers[ACT] = [answer]
    (done,) = fetch((), tmp_path, lamp(server), client)
    assert done.state is State.FAILED
    (line,) = told([done])
    assert fetching.re.search(says, line), line
    assert {file: file.read_bytes() for file in (tmp_path / "editions").rglob("*.json")} == before


def test_one_that_fails_does_not_stop_the_others(server: Server, client: Client, tmp_path: Path) -> None:
    known = {
        "no-act": Instrument("no-act", "No Act", "No Act", "act", "section", 2031),
        "bad-act": Instrument("bad-act", "Bad", "Bad", "act", "section", 2031, official_url=f"{server.url}/none"),
        **lamp(server),
    }
    server.answers[ACT] = [page()]
    said: list[str] = []
    outcomes = fetch(("no-act", "bad-act", "lamp-act"), tmp_path, known, client, said.append)
    assert [one.state for one in outcomes] == [State.FAILED, State.FAILED, State.NEW]
    assert said == ["No Act", "Bad", "Lamp Act"]
    assert "knows no address" in next(outcomes[0].lines())


def test_an_unknown_slug_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no-such-act"):
        fetch(("no-such-act",), tmp_path, {})


# -- the offer -------------------------------------------------------------------------------------------------------


def test_the_offer_is_one_line_and_never_waits_longer_than_it_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"lamp-act": Instrument("lamp-act", "L", "L", "act", "section", 2031, official_url="https://lamp.example/x")}
    monkeypatch.setattr(socket, "create_connection", lambda *_: time.sleep(30) or socket.socket())
    began = time.monotonic()
    line = offer(0.3, tmp_path, known)
    assert time.monotonic() - began < 2
    assert "no network" in line and "\n" not in line


def test_the_offer_tells_what_can_be_fetched_and_nothing_once_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"lamp-act": Instrument("lamp-act", "L", "L", "act", "section", 2031, official_url="https://lamp.example/x")}
    monkeypatch.setattr(socket, "create_connection", lambda *_: socket.socket())
    line = offer(2, tmp_path, known)
    assert line == "Not loaded: the official text of L. `kinga fetch` gets it from the publishers, `kinga import FILE` from a file."
    import_document(scribe.write(tmp_path, "law.html", PAGE), tmp_path, {}, "lamp-act")
    assert offer(2, tmp_path, known) == ""
