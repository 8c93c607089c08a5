"""Start the app: on this machine only unless told otherwise, quiet, and with nothing that looks for the network."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import BadInput
from ingest.quiet import keep_quiet

ENTRY = Path(__file__).resolve().parent.parent / "app.py"
_SHARED = "KINGA_SHARED"
HERE = ("127.0.0.1", "localhost", "::1")


def start(port: int = 8501, address: str = HERE[0], names: Sequence[str] = ()) -> None:
    """Serve the app until it is stopped. `names` are the host names that a proxy passes on; others are refused.

    Raises BadInput for an address that the network can reach where no name is given.
    """
    if address not in HERE and not names:
        raise BadInput(
            f"{address} can be reached by the whole network.",
            "Put a proxy with TLS and log-in before Kinga and name it: --name kinga.court.example (docs/deploy.md).",
        )
    os.environ[_SHARED] = "1" if names else ""
    from streamlit import config
    from streamlit.web import bootstrap

    keep_quiet()
    stay_home()
    config._main_script_path = str(ENTRY)
    flags = {"server_address": address, "server_port": port, "server_headless": True, "server_allowedHosts": [*HERE, *names]}
    bootstrap.load_config_options(flags)
    bootstrap.run(str(ENTRY), False, [], flags)


def shared() -> bool:
    """Whether this app serves others than whoever sits at this machine: then no visitor may change what it holds to be the law."""
    return bool(os.environ.get(_SHARED))


def stay_home() -> None:
    """Answer Streamlit's two questions about this machine's addresses, the outer of which it would ask a web site.

    It asks when a page of another site knocks on its socket, to compare the site with its own address.
    """
    from streamlit import net_util

    net_util._internal_ip = net_util._external_ip = HERE[0]
