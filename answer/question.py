"""What was asked: the question's language, its kind, the provisions that it cites."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.search import clean
from index.words import folded
from ingest.book import Book
from ingest.citation import Citation, find_citations

_SWAHILI = frozenset(
    "na ya wa za la kwa ni cha vya katika au je nini nani gani lini wapi vipi kama mtu mtoto watoto sheria kifungu ibara kosa adhabu "
    "kifungo faini mahakama mwathiriwa waathiriwa ridhaa kazi usafirishaji haramu binadamu anaweza inaweza hii huyu yake wake ikiwa "
    "bila kuhusu baada kabla hapana ndiyo mimi yeye sana tofauti kati nini maana miaka mingapi shilingi polisi aliniambia alinyang'anya "
    "nyumbani nchi kenya mpaka pasipoti wakala kulazimishwa utumwa ndoa mke mume bwana bibi mwajiri mshahara pesa kesi".split()
)
_SWAHILI_SHAPE = re.compile(
    r"^(?:ana|wana|nina|una|tuna|ali|wali|nili|ata|wata|ame|wame|nime|haku|hawa|aki|waki|ku|u|ki|vi|m)\w{3,}(?:a|wa|sha|ji)$"
)
_ENGLISH = frozenset(
    "the a an of and or is are was in on to for what who which how when where why does do can may must with by if not any person "
    "that this it be has have i my you he she they them section article act law child".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """A cleaned question. `lang` is "en" or "sw"; `citations` stand in the order of the text."""

    text: str
    lang: str
    citations: tuple[Citation, ...]


def read_question(text: str, book: Book, lang: str | None = None) -> Question:
    """Read a question. `lang` forces the language of the answer. Raises BadQuestion."""
    words = clean(text)
    return Question(words, lang or language(words), find_citations(words, book.instruments.values()))


def language(text: str) -> str:
    """Tell Kiswahili from English by its small words and the shape of its verbs; English where nothing tells."""
    words = re.findall(r"[a-z']+", folded(text))
    swahili = sum(word in _SWAHILI or (word not in _ENGLISH and bool(_SWAHILI_SHAPE.match(word))) for word in words)
    english = sum(word in _ENGLISH for word in words)
    return "sw" if swahili > english else "en"
