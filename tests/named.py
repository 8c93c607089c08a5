"""Invented stories with the places of their names and numbers marked, to measure how many are hidden.

Made of frames and names by a seed. The names are held out: none of them stands in `corpus/facts/names.toml`.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

KENYAN = (
    "Wanjala Tuikong",
    "Chepsiror",
    "Nyaguthii",
    "Otwori",
    "Kavutha",
    "Mwanzia",
    "Lelgut",
    "Nangila",
    "Shikuku",
    "Ekidor",
    "Lopeyok",
    "Wamaitha",
    "Kwamboka",
    "Ondari",
    "Mwachiro",
    "Kitsao",
)
SOMALI = ("Zeynab", "Cawo", "Sucaad", "Xaawo", "Geedi", "Diriye", "Warsan", "Bilan", "Hamdi", "Gulled")
ETHIOPIAN = ("Brukti", "Tsigereda", "Wubit", "Zinash", "Habtamu", "Gebremedhin", "Endale", "Feven", "Kalkidan", "Ashenafi")
UGANDAN = ("Nambooze", "Kwagala", "Tusiime", "Ssebunya", "Achom", "Olupot", "Nakayenga", "Kyomuhendo", "Ayebare", "Lokeris")
HELD_OUT = KENYAN + SOMALI + ETHIOPIAN + UGANDAN
NUMBERS = (
    "0722 481 093",
    "+254 711 204 518",
    "0110-338-204",
    "+251 911 20 33 48",
    "AK0417733",
    "EP 4420917",
    "ID No. 28410377",
    "passport no. BK 118204",
    "kitambulisho namba 31077245",
    "KBZ 314T",
    "KDA 008M",
    "UAX 512K",
    "T 204 ABC",
    "zawadi.k@mail.example",
    "29117604",
    "birth certificate no. 44810-22",
)
ENGLISH = (
    "My cousin {n} was taken to Dubai in March and has not been paid.",
    "One {n} promised the girl a job in Kitale.",
    "A man called {n} kept the passports of all the women.",
    "The complainant, {n}, states that she was locked in a house in Eastleigh.",
    "{n} said that the agent would return the money. Later {n} switched off the phone.",
    "Madam {n} beat her with a cable when she asked for rest.",
    "Her name is {n} and she is fourteen years old.",
    "The children call the woman Mama {n}; she takes what they earn.",
    "They were handed to {n}, who drove them from Moyale to Nairobi.",
    "I am {n} and I work for a family in Lavington.",
    "Pastor {n} told the widow to sell her land.",
    "She escaped to her sister {n} in Thika.",
    "The broker {n} asked for a thousand dollars at the border.",
    "According to {n}, nobody was forced to go.",
    "Officers arrested {n} and two drivers near Garissa.",
    "The house belongs to {n}'s uncle. {n}'s papers were found there.",
    "She was sold by {n} to a trader in Migori.",
    "a lady by the name of {l} rang the mother of the boy.",
    "my friend {n} and another girl named {m} were taken by boat.",
    "THE ACCUSED, {u}, TOOK THE GIRL FROM BUSIA TO KAYOLE.",
    "The minor {n} was found with {m} at the stage.",
    "{n} and {m} paid the guide and crossed at night.",
    "Her phone has one contact, {n}, and the number {d}.",
    "The driver of {d} is {n}; he left at four.",
    "Aunt {n} holds {d} and will not give it back.",
    "He gave his number as {d}.",
    "Agent {n}, telephone {d}, promised hotel work in Doha.",
    "a girl known as {l} was beaten; {l} ran away to the chief.",
    "Signed: {n}, {d}.",
)
KISWAHILI = (
    "Mtoto anayeitwa {n} alipelekwa Thika na shangazi yake.",
    "Dada yangu {n} alichukuliwa na wakala wa Mombasa.",
    "Mama {n} alimpiga kwa waya kila jioni.",
    "Jina lake ni {n} na ana miaka kumi na tatu.",
    "{n} alisema kwamba wakala atarudisha pesa. Baadaye {n} alizima simu.",
    "Dereva {n} aliwavusha mpaka usiku.",
    "Naitwa {n}, nafanya kazi kwa familia moja Lavington.",
    "Waliletwa na mtu mmoja aitwaye {n} kutoka Busia.",
    "Msichana kwa jina {l} alitoroka usiku; {l} alikuwa na njaa.",
    "Pasipoti ya {n} ilichukuliwa na mwajiri.",
    "Nilimpigia {n} kwa nambari {d}.",
    "Bwana {n} anakaa na {d} na hataki kurudisha.",
    "Rafiki yangu {n} na binamu yake {m} walilipa elfu tano kila mmoja.",
    "Gari lilikuwa {d}, na dereva ni {n}.",
    "Mchungaji {n} aliwaambia wauze shamba.",
)


@dataclass(frozen=True, slots=True)
class Named:
    """A story, and the words in it that must be hidden."""

    text: str
    secrets: tuple[str, ...]


def stories(count: int = 300, seed: int = 7) -> list[Named]:
    """Make stories, each of two or three frames; four of ten in Kiswahili."""
    chance = random.Random(seed)
    return [_story(chance, KISWAHILI if chance.random() < 0.4 else ENGLISH) for _ in range(count)]


def _story(chance: random.Random, frames: tuple[str, ...]) -> Named:
    said: list[str] = []
    secrets: list[str] = []
    for frame in chance.sample(frames, chance.choice((2, 3))):
        one, other = chance.sample(HELD_OUT, 2)
        values = {"n": one, "m": other, "l": one.lower(), "u": one.upper(), "d": chance.choice(NUMBERS)}
        said.append(frame.format(**values))
        secrets += [values[key] for key in re.findall(r"{(\w)}", frame)]
    return Named(" ".join(said), tuple(secrets))
