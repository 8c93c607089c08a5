"""Where things lie: the corpus in the repository, the user's data folder, the folder of extra documents."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def home() -> Path:
    """Give the data folder: KINGA_HOME, else the platform's folder for user data. It need not exist yet."""
    setting = os.environ.get("KINGA_HOME")
    return Path(setting).expanduser() if setting else user_data_path("kinga", appauthor=False)


def sources() -> Path | None:
    """Give the folder of extra documents, KINGA_SOURCES; None where it is not set."""
    setting = os.environ.get("KINGA_SOURCES")
    return Path(setting).expanduser() if setting else None
