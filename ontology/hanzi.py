"""Chinese names in hanzi, written out in pinyin.

``pinyin.csv`` has the characters of GB 2312 and of Big5 level 1 with their most frequent reading,
tones left out and v for ü, from pypinyin 0.55 (MIT), which takes them from Unicode's Unihan.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

# Read otherwise than in common words when they are surnames.
_SURNAMES = {
    "单": "shan", "單": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "查": "zha", "区": "ou",
    "區": "ou", "盖": "ge", "蓋": "ge", "朴": "piao", "缪": "miao", "繆": "miao", "乐": "yue",
    "樂": "yue", "翟": "zhai", "种": "chong", "覃": "qin", "员": "yun", "員": "yun",
    "任": "ren", "葛": "ge",
}  # fmt: skip
_DOUBLE_SURNAMES = frozenset(
    ("欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "東方", "皇甫", "尉迟", "尉遲",
     "公孙", "公孫", "令狐", "司徒", "司空", "夏侯", "慕容", "端木")
)  # fmt: skip
_LONGEST = 5


def pinyin_name(name: str) -> str | None:
    """ "Wang Wentao" for 王文涛: surname first, without tones; None where it is no such name.

    Characters that the table does not have (rare ones, kana, hangul) give None.
    """
    if not 2 <= len(name) <= _LONGEST or not all("\u4e00" <= letter <= "\u9fff" for letter in name):
        return None
    syllables = [_readings().get(letter) for letter in name]
    if None in syllables:
        return None
    cut = 2 if len(name) > 2 and name[:2] in _DOUBLE_SURNAMES else 1
    surname = "".join(filter(None, syllables[:cut]))
    if cut == 1:
        surname = _SURNAMES.get(name[0], surname)
    return f"{surname} {''.join(filter(None, syllables[cut:]))}".title()


@cache
def _readings() -> Mapping[str, str]:
    text = files("onrecord.ontology").joinpath("pinyin.csv").read_text(encoding="utf-8")
    rows = (line.split(",") for line in text.splitlines()[1:])
    return {letter: reading for reading, letters in rows for letter in letters}
