"""The MCP door, through the protocol's own client: in this process, and as an assistant starts it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters

from doors.desk import Desk
from doors.mcp import server


@pytest.fixture(scope="module")
def desk(home: Path) -> Desk:
    return Desk(home)


def called(door: Any, tool: str, **words: Any) -> tuple[bool, Any]:
    """Call a tool; give whether it failed, and its record or its words."""

    async def call() -> tuple[bool, Any]:
        async with Client(door) as client:
            said = await client.call_tool(tool, words)
            return bool(said.is_error), said.content[0].text

    failed, text = anyio.run(call)
    return failed, text if failed else json.loads(text)


def read(desk: Desk, uri: str) -> Any:
    """Read a resource. Raises MCPError."""

    async def reading() -> Any:
        async with Client(server(desk)) as client:
            try:
                return json.loads((await client.read_resource(uri)).contents[0].text)
            except MCPError as error:  # raised in here it would come out as a group of errors
                return error

    found = anyio.run(reading)
    if isinstance(found, MCPError):
        raise found
    return found


def test_a_tool_gives_what_the_desk_gives(desk: Desk) -> None:
    for tool, words, wanted in (
        ("ask_law", {"question": "is consent a defence?"}, desk.ask("is consent a defence?")),
        ("search_law", {"question": "kazi ya kulazimishwa", "limit": 3}, desk.search("kazi ya kulazimishwa", 3)),
        ("get_provision", {"place": "s. 3(2)"}, desk.provision("s. 3(2)")),
        ("check_quotations", {"text": "contrary to s. 3(5) and s. 45 of the Act"}, desk.check("contrary to s. 3(5) and s. 45 of the Act")),
        ("list_sources", {}, desk.sources()),
    ):
        assert called(server(desk), tool, **words) == (False, wanted)
    failed, laid = called(server(desk), "analyse_facts", facts="He promised a girl of fourteen a job and took her over the border.")
    assert not failed
    assert laid["elements"]


def test_a_fault_is_the_command_lines_two_lines(desk: Desk) -> None:
    failed, words = called(server(desk), "get_provision", place="s. 99")
    assert failed
    assert "No loaded document has 's. 99'." in words
    assert "`kinga sources`" in words


def test_an_instrument_and_a_provision_are_resources_by_their_paths(desk: Desk) -> None:
    assert read(desk, "kinga://law/ctip-act-2010") == desk.instrument("ctip-act-2010")
    assert read(desk, "kinga://law/ctip-act-2010/3/2") == desk.provision("ctip-act-2010/3/2")
    assert read(desk, "kinga://sources") == desk.sources()


@pytest.mark.parametrize("uri", ["kinga://law/../../etc/passwd", "kinga://law/ctip-act-2010/99", "file:///etc/passwd"])
def test_no_resource_leads_out_of_the_law(desk: Desk, uri: str) -> None:
    with pytest.raises(MCPError):
        read(desk, uri)


def test_an_assistant_starts_it_on_standard_input_and_output(home: Path) -> None:
    root = str(Path(__file__).resolve().parent.parent)
    started = StdioServerParameters(command=sys.executable, args=["-m", "cli", "mcp"], cwd=root, env={"KINGA_HOME": str(home)})
    failed, answer = called(started, "ask_law", question="is consent a defence?")
    assert not failed
    assert answer["provisions"][0] == "ctip-act-2010/3/2"


def test_the_tools_say_what_leaves_the_machine(desk: Desk) -> None:
    async def told() -> str:
        async with Client(server(desk)) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            return str(tools["analyse_facts"].description)

    assert "identify a victim" in anyio.run(told)
