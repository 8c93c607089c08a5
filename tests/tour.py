"""Make the pictures of the README's tour from those of the browser tests: `python -m tests.tour` after `make test`."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 150_000
"""Bytes of a picture at most."""
PICTURES = {
    "ask": ("ask-beside-en-desktop", 1000),
    "facts": ("facts-en-desktop", 1500),
    "compare": ("compare-en-desktop", 900),
    "referral": ("referral-en-desktop", 1150),
    "phone": ("ask-sw-phone", 1100),
}
"""Each picture with the one that it is cut from and its height in pixels."""


def main() -> None:
    """Cut, shrink and write each picture."""
    out = ROOT / "docs" / "tour"
    out.mkdir(parents=True, exist_ok=True)
    for name, (source, height) in PICTURES.items():
        whole = Image.open(ROOT / "test-output" / f"{source}.png").convert("RGB")
        cut = whole.crop((0, 0, whole.width, min(height, whole.height)))
        small = cut.resize((round(cut.width * 0.75), round(cut.height * 0.75)), Image.Resampling.LANCZOS)
        file = out / f"{name}.png"
        small.quantize(96, Image.Quantize.MAXCOVERAGE).save(file, optimize=True)
        assert file.stat().st_size <= LARGEST, f"{file} is too large"


if __name__ == "__main__":
    main()
