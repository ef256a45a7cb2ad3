"""A made-up press in which many people and bodies are named in many ways, with the truth.

Everything follows from a seed. It is written without a look at the resolver, and uses none of its
code: names are spelled out here as a newspaper, a wire or a careless typist would spell them.

What makes it hard, with the share of each below: titles, initials, middle names, surnames alone,
surname-first and hyphenated pinyin, hanzi, rival transliterations, lost accents, nicknames, typing
errors, acronyms, legal forms; and, on the other side, different people and bodies that look alike:
relatives of one surname in one story, two people of one full name in different posts, fathers and
sons, ministries of one name in two countries, one acronym for two bodies.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN = _words(
    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara "
    "Richard Susan Joseph Jessica Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew "
    "Anthony Sandra Mark Ashley Donald Emily Steven Kimberly Andrew Margaret Paul Donna Joshua "
    "Michelle Kenneth Carol Kevin Amanda Brian Melissa George Deborah Timothy Stephanie Ronald "
    "Rebecca Edward Laura Jason Helen Jeffrey Sharon Ryan Cynthia Jacob Kathleen Gary Amy Nicholas "
    "Angela Eric Anna Jonathan Ruth Stephen Brenda Larry Pamela Justin Nicole Scott Katherine Hans "
    "Greta Pierre Claire Luca Giulia Carlos Lucia Piotr Agnieszka Lars Ingrid Anil Priya Rajesh "
    "Sunita Kwame Amara Tariq Leila Emre Elif Budi Siti"
)
SURNAMES = _words(
    "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez "
    "Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris "
    "Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill "
    "Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips "
    "Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers "
    "Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson "
    "Watson Brooks Chavez Wood Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders "
    "Patel Myers Long Ross Foster Jimenez Schmidt Fischer Weber Becker Hoffmann Dubois Lefebvre "
    "Moreau Rossi Bianchi Ferrari Kowalski Nowak Lindqvist Johansson Sharma Gupta Iyer Mensah "
    "Okafor Haddad Yilmaz Demir Santoso Wijaya Whitcombe Ashdown Thistlewood Vandermeer Okonjo "
    "Castellanos Brandvold Szymanski Papadakis Ferncroft Abernathy Delacroix Marchetti Oyelaran"
)
BEGINNINGS = _words(
    "Bar Cas Del Fen Gor Hal Kor Lan Mor Nor Pel Ros Sel Tav Vor Wes Bren Dray Glas Hend Krul Marl "
    "Quin Stav Trev"
)
ENDS = _words(
    "well sworth ton ley ini escu sson berg feld oni aro ska ides eux oglu wick mere hurst stein "
    "dahl"
)
NICKNAMES = {
    "James": "Jim", "Robert": "Bob", "Michael": "Mike", "William": "Bill", "Richard": "Dick",
    "Joseph": "Joe", "Thomas": "Tom", "Christopher": "Chris", "Daniel": "Dan", "Matthew": "Matt",
    "Anthony": "Tony", "Steven": "Steve", "Andrew": "Andy", "Timothy": "Tim", "Edward": "Ed",
    "Nicholas": "Nick", "Elizabeth": "Liz", "Jennifer": "Jen", "Deborah": "Debbie",
    "Katherine": "Kate", "Ronald": "Ron", "Kenneth": "Ken", "Jeffrey": "Jeff",
}  # fmt: skip
ACCENTED = {
    "Garcia": "García", "Rodriguez": "Rodríguez", "Martinez": "Martínez", "Hernandez": "Hernández",
    "Lopez": "López", "Gonzalez": "González", "Perez": "Pérez", "Sanchez": "Sánchez",
    "Ramirez": "Ramírez", "Gomez": "Gómez", "Diaz": "Díaz", "Gutierrez": "Gutiérrez",
    "Alvarez": "Álvarez", "Jimenez": "Jiménez", "Chavez": "Chávez", "Yilmaz": "Yılmaz",
    "Lindqvist": "Lindqvist", "Szymanski": "Szymański",
}  # fmt: skip
# The spellings of one name in Latin letters, as different desks write them.
TRANSLITERATED = (
    (("Sergei", "Sergey"), ("Lavrentiev", "Lavrentyev")),
    (("Alexei", "Aleksei", "Alexey"), ("Kudryavtsev", "Kudriavtsev")),
    (("Yevgeny", "Evgeny", "Yevgeni"), ("Morozov", "Morosov")),
    (("Mohammed", "Muhammad", "Mohamed"), ("al-Rashid", "al-Rasheed", "Al Rashid")),
    (("Yusuf", "Yousef", "Youssef"), ("Hussein", "Husain", "Hussain")),
    (("Volodymyr", "Vladimir"), ("Kovalenko",)),
    (("Dmitry", "Dmitri", "Dmitriy"), ("Sokolovsky", "Sokolovskiy")),
    (("Oleksandr", "Olexandr"), ("Shevchuk",)),
    (("Khaled", "Khalid"), ("Mansour", "Mansur")),
    (("Georgi", "Georgy"), ("Chernyshev", "Chernyshov")),
)
CHINESE_SURNAMES = {
    "Wang": "王", "Li": "李", "Zhang": "张", "Liu": "刘", "Chen": "陈", "Yang": "杨", "Huang": "黄",
    "Zhao": "赵", "Wu": "吴", "Zhou": "周", "Xu": "徐", "Sun": "孙", "Ma": "马", "Zhu": "朱",
    "Hu": "胡", "Guo": "郭", "He": "何", "Lin": "林", "Gao": "高", "Luo": "罗", "Zheng": "郑",
    "Liang": "梁", "Xie": "谢", "Song": "宋", "Tang": "唐", "Feng": "冯",
}  # fmt: skip
CHINESE_GIVEN = {
    ("wei",): "伟", ("wen", "tao"): "文涛", ("jian", "guo"): "建国", ("xiao", "ming"): "晓明",
    ("li", "na"): "丽娜", ("zhi", "qiang"): "志强", ("hai", "yan"): "海燕", ("guo", "qing"): "国庆",
    ("shu", "fen"): "淑芬", ("jing",): "静", ("yong", "jun"): "勇军", ("mei", "ling"): "美玲",
    ("xin", "yi"): "新宜", ("de", "hua"): "德华", ("yu", "lan"): "玉兰", ("bo",): "波",
    ("chun", "hua"): "春华", ("zhen", "dong"): "振东", ("xue", "mei"): "雪梅",
    ("tian", "yu"): "天宇",
}  # fmt: skip
TONES = {"a": "áàǎ", "e": "éèě", "i": "íìǐ", "o": "óòǒ", "u": "úùǔ"}
POSTS = (
    "president", "chief executive", "chief economist", "spokesman", "spokeswoman", "director",
    "deputy minister", "minister", "secretary", "senior analyst", "chairman", "governor",
    "commissioner", "head of research", "professor", "senator", "coach", "general counsel",
)  # fmt: skip
TITLES = ("Dr.", "Mr.", "Ms.", "Sen.", "Gov.", "Prof.", "President", "Minister")
PLACES = _words(
    "Avonshire Brightwater Calder Dunmore Eastvale Farrow Glenrock Harwick Ironbridge Juniper "
    "Kestrel Langford Marlow Northgate Oakham Pemberton Quarry Redhill Sandford Tilbury Underwood "
    "Valemont Westbrook Yarrow Zennor Alder Birch Copper Drummond Elgin Foxglove Granite"
)
TRADES = _words(
    "Steel Battery Chip Grain Robot Solar Shipping Rail Cotton Cement Copper Software Textile "
    "Drone Satellite Insurance Hydrogen Timber Fishing Mining"
)
BODY_FORMS = (
    "{place} {trade} Institute", "Institute for {trade} Studies of {place}", "{place} {trade}",
    "{place} {trade} Association", "Council on {trade} and {place} Affairs",
    "{place} University of {trade} Technology", "{place} Centre for {trade} Policy",
)  # fmt: skip
LEGAL_FORMS = ("Inc.", "Corp.", "Ltd.", "Co.", "Group", "Holdings")
SHARED_BODIES = (
    "Ministry of Finance", "Ministry of Commerce", "Central Bank", "Supreme Court",
    "Department of Energy", "National Statistics Office", "Labour Party", "Chamber of Commerce",
)  # fmt: skip
EVERYWHERE = (
    "United States", "China", "European Union", "Reuters", "Bloomberg", "Japan", "Congress",
    "World Trade Organization", "White House", "Germany", "India", "International Monetary Fund",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """An entity as one document names it: ``truth`` says which one it is.

    ``kind`` is a class of the ontology; ``roles`` are pairs of a post and a body.
    """

    truth: int
    kind: str
    label: str
    names: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A document: whom it names, and when it was published."""

    id: str
    published: str
    named: tuple[Named, ...]
    everywhere: tuple[str, ...]


@dataclass(slots=True)
class _Being:
    """A person or a body as it is, with all that a writer may know of it."""

    number: int
    kind: str
    full: str
    home: int
    spellings: list[str] = field(default_factory=list)
    shorts: list[str] = field(default_factory=list)
    surname: str = ""
    roles: list[tuple[str, str]] = field(default_factory=list)


class Press:
    """Beings at home in subjects, and the stories about them."""

    def __init__(self, seed: int, *, beings: int, subject_size: int = 24) -> None:
        self._random = random.Random(seed)
        self.beings: list[_Being] = []
        self._taken: set[str] = set()
        self._subjects: list[list[_Being]] = [[] for _ in range(max(2, beings // subject_size))]
        while len(self.beings) < beings:
            self._add_family()

    # -- who there is ------------------------------------------------------------------------------

    def _add_family(self) -> None:
        """One being, or a few that are easily taken for each other."""
        draw, home = self._random.random(), self._random.randrange(len(self._subjects))
        if draw < 0.30:
            self._body(home)
        elif draw < 0.33:
            self._twin_bodies(home)
        elif draw < 0.42:
            self._chinese(home)
        elif draw < 0.47:
            self._transliterated(home)
        elif draw < 0.52:
            self._namesakes()
        elif draw < 0.54:
            self._father_and_son(home)
        elif draw < 0.60:
            self._relatives(home)
        else:
            self._western(home, *self._western_name())

    def _western_name(self) -> tuple[str, str]:
        given, surname = self._fresh(lambda: f"{self._given()} {self._surname()}").split()
        return given, surname

    def _given(self) -> str:
        return GIVEN[min(int(self._random.expovariate(0.04)), len(GIVEN) - 1)]

    def _surname(self) -> str:
        if self._random.random() < 0.35:  # the long tail
            middle = self._random.choice(("", "a", "er", "in", "o", "el"))
            return self._random.choice(BEGINNINGS) + middle + self._random.choice(ENDS)
        return SURNAMES[min(int(self._random.expovariate(0.02)), len(SURNAMES) - 1)]

    def _add(self, being: _Being, *, bodies: int = 1) -> _Being:
        if being.kind == "Person":
            posts = self._random.sample(POSTS, k=self._random.choice((1, 1, 2)))
            employers = [b.full for b in self._subjects[being.home] if b.kind != "Person"]
            body = self._random.choice(employers) if employers else self._body_name()
            being.roles = [(post, body) for post in posts]
        self.beings.append(being)
        self._subjects[being.home].append(being)
        return being

    def _fresh(self, make: Callable[[], str]) -> str:
        """A name that nobody has yet: who shares one does so on purpose, not by a poor list."""
        name = make()
        for _ in range(1000):
            if name not in self._taken:
                break
            name = make()
        self._taken.add(name)
        return name

    def _western(self, home: int, given: str, surname: str, suffix: str = "") -> _Being:
        middle = self._random.choice(GIVEN)
        full = f"{given} {surname}{suffix}"
        being = _Being(len(self.beings), "Person", full, home, surname=surname)
        draw = self._random.random()
        if draw < 0.35:
            being.spellings.append(f"{given} {middle[0]}. {surname}{suffix}")
        elif draw < 0.42:
            being.spellings.append(f"{given} {middle} {surname}{suffix}")
        if given in NICKNAMES and self._random.random() < 0.5:
            being.spellings.append(f"{NICKNAMES[given]} {surname}{suffix}")
        if surname in ACCENTED:
            being.spellings.append(f"{given} {ACCENTED[surname]}{suffix}")
        being.shorts.append(f"{given[0]}. {surname}")
        if self._random.random() < 0.3:
            being.shorts.append(f"{given[0]}.{middle[0]}. {surname}")
        return self._add(being)

    def _namesakes(self) -> None:
        given, surname = self._western_name()
        for home in self._random.sample(range(len(self._subjects)), k=2):
            self._western(home, given, surname)

    def _father_and_son(self, home: int) -> None:
        given, surname = self._western_name()
        self._western(home, given, surname, " Sr.")
        self._western(home, given, surname, " Jr.")

    def _relatives(self, home: int) -> None:
        surname = self._surname()
        for given in self._random.sample(GIVEN, k=self._random.choice((2, 2, 3))):
            if f"{given} {surname}" not in self._taken:
                self._taken.add(f"{given} {surname}")
                self._western(home, given, surname)

    def _transliterated(self, home: int) -> None:
        givens, surnames = self._random.choice(TRANSLITERATED)
        father = self._random.choice(("", " Abdullah", " Petrovich", " Ilyich", " Karim"))
        if f"{givens[0]}{father} {surnames[0]}" in self._taken:
            return
        self._taken.add(f"{givens[0]}{father} {surnames[0]}")
        spellings = [f"{given}{father} {surname}" for given in givens for surname in surnames]
        self._random.shuffle(spellings)
        first, *others = spellings
        being = _Being(len(self.beings), "Person", first, home, surname=first.split()[-1])
        being.spellings = others[:3]
        self._add(being)

    def _chinese(self, home: int) -> None:
        free = [
            (surname, syllables)
            for surname in CHINESE_SURNAMES
            for syllables in CHINESE_GIVEN
            if f"{surname} {''.join(syllables).capitalize()}" not in self._taken
        ]
        if not free:
            return
        surname, syllables = self._random.choice(free)
        hanzi, given_hanzi = CHINESE_SURNAMES[surname], CHINESE_GIVEN[syllables]
        given = "".join(syllables).capitalize()
        self._taken.add(f"{surname} {given}")
        being = _Being(len(self.beings), "Person", f"{surname} {given}", home, surname=surname)
        hyphenated = "-".join(syllables).capitalize()
        toned = "".join(
            self._random.choice(TONES[letter]) if letter in TONES else letter for letter in given
        )
        being.spellings = [
            f"{given} {surname}",
            f"{surname} {hyphenated}",
            f"{surname.upper()} {given}",
            f"{surname} {toned}",
            hanzi + given_hanzi,
        ]
        self._add(being)

    def _body_name(self) -> str:
        form = self._random.choice(BODY_FORMS)
        place = self._random.choice(PLACES)
        if self._random.random() < 0.5:
            place = self._random.choice(BEGINNINGS) + self._random.choice(ENDS)
        return form.format(place=place, trade=self._random.choice(TRADES))

    def _body(self, home: int) -> None:
        name = self._fresh(self._body_name)
        kind = "Company" if len(name.split()) == 2 else "Organization"
        being = _Being(len(self.beings), kind, name, home)
        if kind == "Company":
            being.spellings = [f"{name} {self._random.choice(LEGAL_FORMS)}", f"The {name}"]
        else:
            being.spellings = [f"the {name}"]
            being.shorts = ["".join(w[0] for w in name.split() if w[0].isupper())]
        self._add(being)

    def _twin_bodies(self, home: int) -> None:
        """Two ministries, courts or parties of one name, of two countries.

        Never two in one subject: then no reader could tell them apart.
        """
        name = self._random.choice(SHARED_BODIES)
        for subject in dict.fromkeys((home, self._random.randrange(len(self._subjects)))):
            if any(being.full == name for being in self._subjects[subject]):
                continue
            being = _Being(len(self.beings), "Organization", name, subject)
            being.spellings = [f"the {name}"]
            self._add(being)

    # -- what is written about them ----------------------------------------------------------------

    def stories(self, number: int) -> Iterator[Story]:
        """Yield that many documents, each about a few beings of one subject, seldom of two."""
        for place in range(number):
            subject = self._random.choice(self._subjects)
            if not subject:
                continue
            cast = self._random.sample(subject, k=min(len(subject), self._random.randint(3, 9)))
            if self._random.random() < 0.2:
                cast += self._random.sample(self.beings, k=1)
            known = {being.number: being for being in cast}
            year, month = self._random.randint(2019, 2025), self._random.randint(1, 12)
            named = tuple(self._named(being) for being in known.values())
            everywhere = tuple(self._random.sample(EVERYWHERE, k=self._random.randint(1, 4)))
            yield Story(f"story-{place}", f"{year}-{month:02d}", named, everywhere)

    def _named(self, being: _Being) -> Named:
        draw, full, roles = self._random.random(), being.full, being.roles
        seen = [role for role in roles if self._random.random() < 0.5]
        names: tuple[str, ...] = ()
        kind = being.kind
        if being.kind == "Person":
            if draw < 0.07 and being.surname:
                label = being.surname
                seen = [role for role in roles if self._random.random() < 0.7]
            elif draw < 0.12 and being.shorts:
                label = self._random.choice(being.shorts)
            elif draw < 0.36 and being.spellings:
                label = self._random.choice(being.spellings)
            elif draw < 0.41:
                label = f"{self._random.choice(TITLES)} {full}"
            elif draw < 0.45:
                label = self._mistyped(full)
            else:
                label = full
            if " " in label and being.surname and self._random.random() < 0.6:
                names = (being.surname,)
        else:
            if draw < 0.12 and being.shorts:
                label = being.shorts[0]
            elif draw < 0.3 and being.spellings:
                label = self._random.choice(being.spellings)
            elif draw < 0.33:
                label = self._mistyped(full)
            else:
                label = full
            if being.shorts and label == full and self._random.random() < 0.3:
                names = (being.shorts[0],)
            if kind == "Company" and self._random.random() < 0.3:
                kind = "Organization"
        return Named(being.number, kind, label, (label, *names), tuple(seen))

    def _mistyped(self, name: str) -> str:
        """One letter lost, doubled, swapped with the next, or another one; never the first."""
        places = [i for i in range(1, len(name) - 1) if name[i - 1 : i + 2].isalpha()]
        if not places:
            return name
        at, draw = self._random.choice(places), self._random.random()
        if draw < 0.3:
            return name[:at] + name[at + 1 :]
        if draw < 0.5:
            return name[:at] + name[at] + name[at:]
        if draw < 0.8:
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        return name[:at] + self._random.choice("aeiorstn") + name[at + 1 :]


def stories_with(seed: int, distinct_names: int) -> list[Story]:
    """The first stories of a press of that seed that use at least so many distinct labels."""
    press = Press(seed, beings=max(40, distinct_names * 9 // 20))
    found: list[Story] = []
    labels: set[str] = set()
    for story in press.stories(distinct_names * 100):
        found.append(story)
        labels.update(named.label for named in story.named)
        if len(labels) >= distinct_names:
            break
    return found
