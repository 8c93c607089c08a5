"""Hold a restatement against the law: its figures, and how many words in a row are the same."""

from __future__ import annotations

import re

BODIES = (
    "National Assistance Trust Fund for Victims of Trafficking in Persons",
    "Counter-Trafficking in Persons Advisory Committee",
    "Counter Trafficking in Persons Advisory Committee",
    "Counter-Trafficking in Persons Act",
    "Counter Trafficking in Persons Act",
    "United Nations Convention against Transnational Organized Crime",
    "Protocol to Prevent, Suppress and Punish Trafficking in Persons, Especially Women and Children",
    "International Court of Justice",
    "Secretary-General of the United Nations",
    "Director-General of the International Labour Office",
    "Convention on the Rights of the Child",
    "Worst Forms of Child Labour Recommendation",
    "victims of trafficking in persons",
    "victim of trafficking in persons",
    "trafficking in persons",
    "Kenya National Commission for Human Rights",
    "Central Organization of Trade Unions",
)
SMALL = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
SMALL |= {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
LARGE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
REFERENCE = re.compile(
    r"\b(?:sub-?)?(?:sections?|paragraphs?|articles?|parts?|chapters?|schedules?|annex|cap|act no|no|s|ss)\b\.?\s*"
    r"(?:[IVX]+\b|\(?\d[\w()./]*)(?:\s*(?:,|and|or|to|, and)\s*(?:(?:sub-?)?(?:sections?|paragraphs?|articles?)\s*)?\(?\d[\w()./]*)*",
    re.IGNORECASE,
)


def figures(text: str) -> set[int]:
    """Every number of two or more, in words or digits; those inside references are left out."""
    bare = REFERENCE.sub(" ", text.replace("-", " ")).lower().replace(",", "")
    found: set[int] = set()
    number: int | None = None
    for word in [*re.findall(r"\d+|[a-z]+", bare), "."]:
        if word.isdigit() or word in SMALL:
            number = (number or 0) + (int(word) if word.isdigit() else SMALL[word])
        elif word in LARGE and number is not None:
            number *= LARGE[word]
        else:
            found |= {number} if number is not None and number >= 2 else set()
            number = None
    return found


def plain_words(text: str) -> list[str]:
    """The words as they are compared: letters only, the names of bodies as one word each."""
    for body in BODIES:
        text = re.sub(re.escape(body), body.replace(" ", "_").replace(",", "").replace("-", "_"), text, flags=re.IGNORECASE)
    return re.findall(r"[a-z_]+", text.lower().replace("-", " "))


def same_run(one: str, other: str) -> list[str]:
    """The longest run of words that stands in both texts."""
    left, right = plain_words(one), plain_words(other)
    best: list[str] = []
    lengths: dict[int, int] = {}
    for at, word in enumerate(left):
        now = {n: lengths.get(n - 1, 0) + 1 for n, twin in enumerate(right) if twin == word}
        longest = max(now.values(), default=0)
        if longest > len(best):
            best = left[at - longest + 1 : at + 1]
        lengths = now
    return best
