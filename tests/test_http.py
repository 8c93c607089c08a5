"""The HTTP door: the same records as the command line, errors as problem documents, nothing kept and nothing logged."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from doors.desk import Desk, Record
from doors.gate import Rules
from doors.http import api
from doors.problem import status_of
from doors.serve import rules_for
from doors.tokens import new_token, read_tokens
from ingest.errors import BadInput, BadQuestion, BadSetting, EngineUnreachable, KingaError, NotWritten, SnapshotDamaged, UnknownProvision

SELF = "http://127.0.0.1"
CANARY = "Zawadi Nakhumicha 0722 000 111"


@pytest.fixture(scope="module")
def desk(home: Path) -> Desk:
    return Desk(home)


@pytest.fixture(scope="module")
def caller(desk: Desk) -> TestClient:
    return TestClient(api(desk, Rules(rate="100000/minute")), SELF)


def test_a_route_gives_what_the_desk_gives(caller: TestClient, desk: Desk) -> None:
    assert caller.post("/v1/ask", json={"question": "is consent a defence?"}).json() == desk.ask("is consent a defence?")
    assert caller.post("/v1/search", json={"question": "forced labour", "limit": 3}).json() == desk.search("forced labour", 3)
    facts = "A man promised a girl of fourteen a job and took her over the border."
    assert caller.post("/v1/facts", json={"facts": facts}).json()["indication"] == desk.facts(facts)["indication"]
    text = "The accused is charged contrary to section 3(5) of the Counter-Trafficking in Persons Act and section 45 of the said Act."
    assert caller.post("/v1/check", json={"text": text}).json() == desk.check(text)
    assert caller.get("/v1/provisions/ctip-act-2010/3/2").json() == desk.provision("ctip-act-2010/3/2")
    assert caller.get("/v1/provisions/s. 3(2)?lang=sw").json() == desk.provision("s. 3(2)", "sw")
    assert caller.get("/v1/instruments/ctip-act-2010").json() == desk.instrument("ctip-act-2010")
    assert caller.get("/v1/sources").json() == desk.sources()
    assert caller.get("/v1/health").json() == desk.health()


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("POST", "/v1/ask", '{"question": ""}', 400, "The question is empty."),
        ("POST", "/v1/ask", '{"question": 4}', 422, "The request breaks its form."),
        ("POST", "/v1/ask", "{", 422, "The request breaks its form."),
        ("POST", "/v1/ask", '{"question": "consent", "more": 1}', 422, "The request breaks its form."),
        ("POST", "/v1/search", '{"question": "consent", "instrument": "cap-999"}', 404, "There is no instrument 'cap-999'."),
        ("POST", "/v1/facts", '{"facts": ""}', 400, ""),
        ("GET", "/v1/provisions/ctip-act-2010/99", "", 404, "No loaded document has 'ctip-act-2010/99'."),
        ("GET", "/v1/instruments/nothing", "", 404, "There is no instrument 'nothing'."),
        ("GET", "/v2/ask", "", 404, ""),
        ("GET", "/v1/ask", "", 405, ""),
    ],
)
def test_a_fault_is_a_problem_document_with_the_next_step(
    caller: TestClient, method: str, path: str, body: str, status: int, words: str
) -> None:
    said = caller.request(method, path, content=body, headers={"Content-Type": "application/json"})
    assert (said.status_code, said.headers["content-type"]) == (status, "application/problem+json")
    assert said.json()["status"] == status
    assert said.json()["next"]
    assert words in said.json()["detail"]


def test_a_malformed_request_is_not_repeated_to_anyone(caller: TestClient) -> None:
    said = caller.post("/v1/ask", json={"question": [CANARY]})
    assert said.status_code == 422
    assert "Zawadi" not in said.text
    assert said.json()["fields"] == [{"field": "body.question", "fault": "string_type"}]


def test_no_answer_may_be_kept_by_a_cache(caller: TestClient) -> None:
    for said in (caller.get("/v1/sources"), caller.get("/nothing"), caller.post("/v1/ask", content="x")):
        assert said.headers["cache-control"] == "no-store"
        assert said.headers["x-content-type-options"] == "nosniff"


def test_a_name_that_is_not_this_servers_is_turned_away(desk: Desk) -> None:
    """A page elsewhere that rebinds its name to 127.0.0.1 must not reach the stories asked here."""
    assert TestClient(api(desk), "http://evil.example").get("/v1/health").status_code == 421
    assert TestClient(api(desk), "http://localhost:8601").get("/v1/health").status_code == 200
    assert TestClient(api(desk), "http://[::1]:8601").get("/v1/health").status_code == 200


def test_a_body_beyond_the_limit_is_turned_away_whatever_length_it_claims(desk: Desk) -> None:
    caller = TestClient(api(desk, Rules(largest=1000)), SELF)

    def pieces() -> Iterator[bytes]:
        yield from [b'{"question": "'] + [b"x" * 600] * 3

    assert caller.post("/v1/ask", content=b"x" * 1001).status_code == 413
    assert caller.post("/v1/ask", content=pieces(), headers={"Content-Type": "application/json"}).status_code == 413
    assert caller.post("/v1/ask", json={"question": "is consent a defence?"}).status_code == 200


def test_too_many_requests_are_told_when_to_come_back(desk: Desk) -> None:
    caller = TestClient(api(desk, Rules(rate="2/minute")), SELF)
    codes = [caller.get("/v1/health").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert 1 <= int(caller.get("/v1/health").headers["retry-after"]) <= 60


def test_a_token_opens_the_door_and_its_file_holds_only_the_hash(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    token = new_token(file, "registry")
    assert token not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    caller = TestClient(api(desk, Rules(tokens=read_tokens(file))), SELF)
    assert caller.get("/v1/health").headers["www-authenticate"] == "Bearer"
    assert caller.get("/v1/health", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert caller.get("/v1/health", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_other_machines_are_served_only_with_tokens(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="tokens are needed"):
        rules_for("0.0.0.0", None)
    new_token(tmp_path / "tokens", "registry")
    assert "kinga.court.example" in rules_for("10.0.0.4", tmp_path / "tokens", ("kinga.court.example",)).hosts
    assert rules_for("127.0.0.1", None).tokens is None


@pytest.mark.parametrize("words", ["", "# nobody yet\n", "registry abc\n"])
def test_a_token_file_that_names_nobody_is_refused(tmp_path: Path, words: str) -> None:
    (tmp_path / "tokens").write_text(words)
    with pytest.raises(BadInput):
        read_tokens(tmp_path / "tokens")


def test_a_rate_that_says_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match="not a rate"):
        rules_for("127.0.0.1", None, rate="often")


class BrokenDesk(Desk):
    """A desk whose fault quotes the question, as a careless library's would."""

    def ask(self, question: str, lang: str | None = None) -> Record:
        raise RuntimeError(question)


def test_a_fault_inside_says_nothing_of_the_question_to_caller_or_log(
    home: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        said = TestClient(api(BrokenDesk(home)), SELF).post("/v1/ask", json={"question": CANARY})
    assert (said.status_code, said.headers["content-type"]) == (500, "application/problem+json")
    assert "Zawadi" not in said.text + caplog.text + "".join(capfd.readouterr())


def test_without_an_index_the_door_says_what_to_run(tmp_path: Path) -> None:
    said = TestClient(api(Desk(tmp_path)), SELF).get("/v1/health")
    assert (said.status_code, said.json()["next"]) == (503, "Run `kinga build` (or `make build`).")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (EngineUnreachable("away", "wait"), 503),
        (BadSetting("another machine", "unset it"), 503),
        (SnapshotDamaged("half", "build"), 503),
        (UnknownProvision("no such clause", "look"), 404),
        (BadQuestion("empty", "ask"), 400),
        (NotWritten("disk", "space"), 500),
    ],
)
def test_each_error_has_its_status(error: KingaError, status: int) -> None:
    """An engine that is away, or set wrongly, is the server's fault, not the caller's."""
    assert status_of(error) == status


def test_no_request_made_from_the_servers_own_form_breaks_it(desk: Desk) -> None:
    door = api(desk, Rules(rate="100000/minute", hosts=("testserver", "localhost"), largest=10**8))
    form = schemathesis.openapi.from_asgi("/openapi.json", door)
    operations = [found.ok() for found in form.get_all_operations()]
    assert len(operations) == 8
    for operation in operations:
        ways = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode))

        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=ways)
        def holds(case: schemathesis.Case) -> None:
            case.call_and_validate(excluded_checks=[positive_data_acceptance])  # a question of control characters is empty: 400

        holds()


def test_the_form_shows_answers_of_the_loaded_law(caller: TestClient, desk: Desk) -> None:
    paths = caller.get("/openapi.json").json()["paths"]
    shown = paths["/v1/ask"]["post"]["responses"]["200"]["content"]["application/json"]["example"]
    assert shown == desk.ask("is consent a defence?")
    assert all(route in paths for route in ("/v1/search", "/v1/facts", "/v1/sources", "/v1/provisions/{place}"))
