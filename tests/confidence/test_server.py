"""The server: this machine only, one name, no foreign page, and no session that sees another's words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ingest.errors import BadInput
from tests.confidence.conftest import Note
from tests.confidence.errand import refused
from tests.confidence.visitor import Server, Visitor, serving
from views.start import start

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def served(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(home, tmp_path_factory.mktemp("served") / "output.txt") as server:
        yield server


def test_it_listens_on_this_machine_only(served: Server, note: Note) -> None:
    if sys.platform != "linux":
        pytest.skip("/proc/net/tcp tells who listens, on Linux")
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    listening = [row[1].split(":")[0] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == served.port]
    assert listening == ["0100007F"]
    note("10 the server", "addresses listened on", "127.0.0.1")


def test_another_name_or_another_page_is_refused(served: Server, note: Note) -> None:
    own = f"http://127.0.0.1:{served.port}"
    refused(served.port, "https://elsewhere.example")
    refused(served.port, "http://kinga.evil.example", "kinga.evil.example")  # a name that its owner lets point to this machine
    refused(served.port, own, "kinga.evil.example")
    with Visitor(served.port) as visitor:
        assert "k-foot" in visitor.visit()
    note("10 the server", "foreign origins and foreign names refused", 3, 3)


def test_it_asks_no_one_for_its_own_address(served: Server) -> None:
    from streamlit import net_util

    from views.start import stay_home

    stay_home()
    assert (net_util.get_external_ip(), net_util.get_internal_ip()) == ("127.0.0.1", "127.0.0.1")


@pytest.mark.parametrize("place", ["agent/interact", "agent/mcp"])
def test_no_program_can_drive_the_app(served: Server, place: str) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{served.port}/_stcore/{place}", data=json.dumps({}).encode(), headers={"Content-Type": "application/json"}
    )
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=5)
    assert 400 <= refusal.value.code < 500
    assert b"not_available" in refusal.value.read()


def test_an_address_of_the_network_needs_a_name() -> None:
    with pytest.raises(BadInput, match="whole network") as refusal:
        start(address="0.0.0.0")
    assert "docs/deploy.md" in refusal.value.step


def test_the_settings_are_those_that_the_promises_need() -> None:
    server = CONFIG["server"]
    assert server["address"] == "127.0.0.1"
    assert set(server["allowedHosts"]) == {"localhost", "127.0.0.1", "::1"}
    assert (server["enableCORS"], server["enableXsrfProtection"]) == (True, True)
    assert (server["enableAgentApi"], server["enableStaticServing"]) == (False, False)
    assert server["maxUploadSize"] <= 50
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert (CONFIG["client"]["showErrorDetails"], CONFIG["client"]["showErrorLinks"]) == ("none", False)
    assert CONFIG["logger"] == {"level": "warning", "enableRich": False}
    assert "kinga app" in (ROOT / "Makefile").read_text()


def test_sessions_never_see_each_others_words(served: Server, size: Callable[[int, int], int], note: Note) -> None:
    """Each asks under a name of its own, at the same time, several times; no page holds another's name."""
    people, rounds = size(4, 20), size(2, 10)

    def visit(number: int) -> list[str]:
        with Visitor(served.port) as visitor:
            visitor.visit()
            pages = [visitor.ask(f"Is the consent of Zuwena{number}x{turn} a defence to trafficking?") for turn in range(rounds)]
            assert not visitor.faults
            return [*pages, visitor.address]

    with ThreadPoolExecutor(people) as pool:
        pages = list(pool.map(visit, range(people)))
    strange = [name for number, own in enumerate(pages) for name in re.findall(r"Zuwena(\d+)x", "\n".join(own)) if int(name) != number]
    seen = sum(f"Zuwena{number}x" in "\n".join(own) for number, own in enumerate(pages))
    note("10 the server", f"words of another session on a page; {people} sessions at once", len(strange), people * rounds)
    assert strange == []
    assert seen == people, "the pages must show each its own words, or this test could not fail"


def test_a_new_session_begins_empty(served: Server) -> None:
    with Visitor(served.port) as first, Visitor(served.port) as second:
        first.visit()
        first.ask("Is the consent of Zuwena a defence?")
        assert "Zuwena" not in second.visit()


def test_where_a_log_in_is_set_up_no_page_opens_without_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINGA_HOME", str(home))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.secrets["auth"] = {"redirect_uri": "https://k.example/oauth2callback", "cookie_secret": "x" * 32, "client_id": "k"}
    app.run()
    assert not app.exception
    assert [button.label for button in app.button] == ["Log in"]
    assert not app.text_input


def test_without_a_log_in_set_up_the_desk_is_open(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINGA_HOME", str(home))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert app.text_input
    assert "Log in" not in [button.label for button in app.button]


@pytest.mark.parametrize(("others", "may"), [("1", False), ("", True)])
def test_no_visitor_of_a_shared_server_may_change_the_law(home: Path, monkeypatch: pytest.MonkeyPatch, others: str, may: bool) -> None:
    monkeypatch.setenv("KINGA_HOME", str(home))
    monkeypatch.setenv("KINGA_SHARED", others)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    app.switch_page("views/library.py").run()
    assert not app.exception
    keys = {button.key for button in app.button}
    assert ({"upload_button", "fetch_button", "build_button"} <= keys) is may
    assert ({"upload_button", "fetch_button", "build_button"} & keys != set()) is may


@pytest.mark.parametrize("name", ["../../x.pdf", "..", "", "a/b.pdf", "\x00.pdf", "c:\\x.pdf", "x" * 400 + ".pdf", ".hidden"])
def test_the_name_of_an_uploaded_file_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    from views.upload import _plain

    file = tmp_path / _plain(name)
    file.write_bytes(b"x")
    assert file.parent == tmp_path and not file.name.startswith(".")


# -- deploy/ ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["nginx.conf", "Caddyfile"])
def test_the_proxy_examples_store_nothing_and_limit_uploads(file: str) -> None:
    text = (ROOT / "deploy" / file).read_text()
    assert "no-store" in text
    assert "127.0.0.1:8501" in text
    assert re.search(r"(?:client_max_body_size|max_size) 50", text)
    assert re.search(r"access_log off|output discard", text)
    assert text.count("{") == text.count("}")
    assert CONFIG["server"]["maxUploadSize"] == 50


def test_the_unit_lets_the_service_reach_nothing_and_keep_nothing() -> None:
    unit = (ROOT / "deploy" / "kinga.service").read_text()
    for line in ("IPAddressDeny=any", "LimitCORE=0", "MemorySwapMax=0", "PrivateTmp=yes", "NoNewPrivileges=yes", "DynamicUser=yes"):
        assert line in unit
    assert "--address" not in unit
    done = subprocess.run(["systemd-analyze", "--version"], capture_output=True, check=False) if sys.platform == "linux" else None
    if done is None or done.returncode:
        pytest.skip("no systemd here: the unit is read, not checked by it")
    told = subprocess.run(["systemd-analyze", "verify", "deploy/kinga.service"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert [line for line in told.stderr.splitlines() if "kinga.service" in line and "is not executable" not in line] == []


def test_the_container_runs_as_no_one_and_installs_by_hash() -> None:
    text = (ROOT / "deploy" / "Containerfile").read_text()
    assert "USER kinga" in text
    assert "--require-hashes -r requirements.lock" in text
    assert "KINGA_NAME:?" in text
