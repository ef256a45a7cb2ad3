# ruff: noqa: E501  a text reads best on one line
"""The cases that attribution must hold, by name, in several phrasings each.

A statement is written as (source, cue, content), the pieces of a role joined by a bar; the names
are those of ANCHORS.md ("Cases from their complaints") and of the goal's list of cases.
"""

from __future__ import annotations

from dataclasses import dataclass

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """A text, and all the statements that it makes."""

    name: str
    text: str
    statements: tuple[Triple, ...]


_PRICES = "prices rose and costs fell and " * 50
_MINES = "We will fight for the mines, the mills, the farms and the ports, " * 24
_ROADS = "the plan covers roads, bridges, schools and clinics, and " * 32


def _case(name: str, text: str, *statements: Triple) -> Case:
    return Case(name, text, statements)


CASES: tuple[Case, ...] = (
    _case(
        "appositive-speaker-and-next-paragraph",
        'Hugh Hill, a doctor, said: "This is a serious issue.\n\n"If we wait, it will get worse," he added.',
        ("Hugh Hill, a doctor", "said", '"This is a serious issue.'),
        ("he", "added", '"If we wait, it will get worse,"'),
    ),
    _case(
        "appositive-speaker-and-next-paragraph",
        "“The board has known about this for years,” said Maria Ortiz, a former auditor at the bank.\n\n“Nobody wanted to hear it,” she said.",
        (
            "Maria Ortiz, a former auditor at the bank",
            "said",
            "“The board has known about this for years,”",
        ),
        ("she", "said", "“Nobody wanted to hear it,”"),
    ),
    _case(
        "appositive-speaker-and-next-paragraph",
        "Tom Reed, the union’s president, told reporters: “The offer is an insult.\n\n“We will vote on a strike next week,” Reed continued.",
        ("Tom Reed, the union’s president", "told", "“The offer is an insult."),
        ("Reed", "continued", "“We will vote on a strike next week,”"),
    ),
    _case(
        "appositive-speaker-and-next-paragraph",
        "Amir Patel, who runs the clinic, told the newspaper: “We are out of beds.\n\n“If more patients come, we will have to send them away,” he warned.",
        ("Amir Patel, who runs the clinic", "told", "“We are out of beds."),
        ("he", "warned", "“If more patients come, we will have to send them away,”"),
    ),
    _case(
        "appositive-speaker-and-next-paragraph",
        'Rosa Diaz, 54, a nurse, said: "We are tired.\n\n"And nobody listens," Ms. Diaz added.',
        ("Rosa Diaz, 54, a nurse", "said", '"We are tired.'),
        ("Ms. Diaz", "added", '"And nobody listens,"'),
    ),
    _case(
        "mark-reopened-on-each-paragraph",
        "“We have worked on this for ten years.\n\n“We will not stop now.\n\n“Nobody should doubt it,” Minister Anna Berg said.",
        (
            "Minister Anna Berg",
            "said",
            "“We have worked on this for ten years.|“We will not stop now.|“Nobody should doubt it,”",
        ),
    ),
    _case(
        "mark-reopened-on-each-paragraph",
        'The governor said: "The bridge is closed.\n\n"It will stay closed until the cables are checked.\n\n"I ask everybody to be patient."\n\nThe bridge was built in 1962.',
        (
            "The governor",
            "said",
            '"The bridge is closed.|"It will stay closed until the cables are checked.|"I ask everybody to be patient."',
        ),
    ),
    _case(
        "mark-reopened-on-each-paragraph",
        "“Prices have doubled since the war began,” Lena Koch said. “Families cannot pay.\n\n“The state has to step in before the winter.”\n\nThe cabinet meets on Friday.",
        (
            "Lena Koch",
            "said",
            "“Prices have doubled since the war began,”|“Families cannot pay.|“The state has to step in before the winter.”",
        ),
    ),
    _case(
        "mark-reopened-on-each-paragraph",
        "Mr. Tan said: “The port is full.\n\n“Ships wait for ten days.\n\n“We need a second pier.”",
        (
            "Mr. Tan",
            "said",
            "“The port is full.|“Ships wait for ten days.|“We need a second pier.”",
        ),
    ),
    _case(
        "mark-reopened-on-each-paragraph",
        "‘The port is full.\n\n‘Ships wait for ten days,’ Mr. Tan said.",
        ("Mr. Tan", "said", "‘Ships wait for ten days,’"),
    ),
    _case(
        "signed-by-dash-or-colon",
        '"We must act together on energy security." – Commissioner Kadri Simson',
        ("Commissioner Kadri Simson", "", '"We must act together on energy security."'),
    ),
    _case(
        "signed-by-dash-or-colon",
        'And from Chairwoman Maria Lopez: "The committee will look at the plan in June."',
        ("Chairwoman Maria Lopez", "", '"The committee will look at the plan in June."'),
    ),
    _case(
        "signed-by-dash-or-colon",
        "“The grid is ready for the winter.” — Jonas Vell, Minister of Energy\n\nThe report was published on Monday.",
        ("Jonas Vell, Minister of Energy", "", "“The grid is ready for the winter.”"),
    ),
    _case(
        "signed-by-dash-or-colon",
        "From the ministry: “Applications are open until May.”",
        ("the ministry", "", "“Applications are open until May.”"),
    ),
    _case(
        "signed-by-dash-or-colon",
        "“Europe needs its own chips.” – Commissioner Thierry Blanc",
        ("Commissioner Thierry Blanc", "", "“Europe needs its own chips.”"),
    ),
    _case(
        "signed-by-dash-or-colon",
        '"The deal is done."\n— Trade Minister Jonas Vell',
        ("Trade Minister Jonas Vell", "", '"The deal is done."'),
    ),
    _case(
        "signed-by-dash-or-colon",
        "And this from the opposition’s Hana Lind: “They have learned nothing.”",
        ("the opposition’s Hana Lind", "", "“They have learned nothing.”"),
    ),
    _case(
        "speaker-in-the-sentence-before",
        'Maria Lopez was blunt about the plan. "It will cost us ten years and bring nothing."',
        ("Maria Lopez", "", '"It will cost us ten years and bring nothing."'),
    ),
    _case(
        "speaker-in-the-sentence-before",
        "Senator Wu did not hide his anger. “They have lied to this committee for two years.”",
        ("Senator Wu", "", "“They have lied to this committee for two years.”"),
    ),
    _case(
        "speaker-in-the-sentence-before",
        "He spoke slowly and without notes. “I have made mistakes, and I am sorry for them.”",
        ("He", "spoke", "“I have made mistakes, and I am sorry for them.”"),
    ),
    _case(
        "speaker-in-the-sentence-before",
        "The chancellor was asked about the tax. “There will be no new tax in this term.”",
        ("The chancellor", "asked", "“There will be no new tax in this term.”"),
    ),
    _case(
        "speaker-in-the-sentence-before",
        "Berg shook her head. “That is not what we agreed on in March.”",
        ("Berg", "", "“That is not what we agreed on in March.”"),
    ),
    _case(
        "place-as-actor",
        "Beijing said the tariffs would be answered.",
        ("Beijing", "said", "the tariffs would be answered"),
    ),
    _case(
        "place-as-actor",
        "“The sanctions are illegal,” Moscow said on Friday.",
        ("Moscow", "said", "“The sanctions are illegal,”"),
    ),
    _case(
        "place-as-actor",
        "The Christchurch attack changed the law on weapons.",
    ),
    _case(
        "place-as-actor",
        "According to Berlin, the talks will resume in May.",
        ("Berlin", "According to", "the talks will resume in May"),
    ),
    _case(
        "place-as-actor",
        "Washington warned on Monday that it would leave the talks.",
        ("Washington", "warned", "that it would leave the talks"),
    ),
    _case(
        "place-as-actor",
        "London has rejected the offer, Paris said.",
        ("Paris", "said", "London has rejected the offer"),
    ),
    _case(
        "place-as-actor",
        "The Boston bombing was discussed in the hearing.",
    ),
    _case(
        "blamed-for-saying",
        "The minister was upset with Germany for saying that the plan had failed.",
        ("Germany", "saying", "that the plan had failed"),
    ),
    _case(
        "blamed-for-saying",
        "Germany spurred the anger of the minister for saying that the plan had failed.",
        ("Germany", "saying", "that the plan had failed"),
    ),
    _case(
        "blamed-for-saying",
        "The senator criticized the bank for claiming that it had no choice.",
        ("The senator", "criticized", "the bank"),
        ("the bank", "claiming", "that it had no choice"),
    ),
    _case(
        "blamed-for-saying",
        "The bank drew criticism from the senator for claiming that it had no choice.",
        ("The bank", "claiming", "that it had no choice"),
    ),
    _case(
        "blamed-for-saying",
        "Critics attacked the governor for saying that masks do not work.",
        ("the governor", "saying", "that masks do not work"),
    ),
    _case(
        "blamed-for-saying",
        "The governor angered doctors by saying that masks do not work.",
        ("The governor", "saying", "that masks do not work"),
    ),
    _case(
        "blamed-for-saying",
        "The union was furious with the company for claiming that wages had risen.",
        ("the company", "claiming", "that wages had risen"),
    ),
    _case(
        "apostrophes-and-odd-marks",
        "The minister said: \"We will raise the tariffs.\n\nFarmers didn't agree.",
        ("The minister", "said", '"We will raise the tariffs.'),
    ),
    _case(
        "apostrophes-and-odd-marks",
        "Lee said that the farmers' plan wasn't ready and that the '90s were over.",
        ("Lee", "said", "that the farmers' plan wasn't ready and that the '90s were over"),
    ),
    _case(
        "apostrophes-and-odd-marks",
        'The 12" pipe broke. “We will repair it,” the mayor said.',
        ("the mayor", "said", "“We will repair it,”"),
    ),
    _case(
        "apostrophes-and-odd-marks",
        "'It's the bosses' fault,' she said.",
        ("she", "said", "'It's the bosses' fault,'"),
    ),
    _case(
        "apostrophes-and-odd-marks",
        "The boys' club and the girls' club weren't open, the mayor's office said.",
        ("the mayor's office", "said", "The boys' club and the girls' club weren't open"),
    ),
    _case(
        "apostrophes-and-odd-marks",
        '"We won\'t pay, Lee said. "They know that."',
        ("Lee", "said", '"They know that."'),
    ),
    _case(
        "block-by-another-author",
        "Columnist Jane Smith wrote on Monday:\n\n> The tariff is a tax on everybody. It will not bring back a single job.\n\nThe ministry did not reply.",
        (
            "Columnist Jane Smith",
            "wrote",
            "The tariff is a tax on everybody. It will not bring back a single job.",
        ),
    ),
    _case(
        "block-by-another-author",
        "In its annual review the court states:\n\n> Aid was paid without any checks.\n>\n> The ministry has not explained why.\n\nThe review runs to 200 pages.",
        (
            "the court",
            "states",
            "Aid was paid without any checks.|The ministry has not explained why.",
        ),
    ),
    _case(
        "block-by-another-author",
        "As Anna Berg argued in a letter to the paper:\n\n> The port is too small. A second one would pay for itself.\n",
        ("Anna Berg", "argued", "The port is too small. A second one would pay for itself."),
    ),
    _case(
        "block-by-another-author",
        "The blogger Ana Ruiz put it this way:\n\n> Nobody voted for this plan.\n> Nobody wants it.\n\nThe city disagrees.",
        ("The blogger Ana Ruiz", "put", "Nobody voted for this plan.|Nobody wants it."),
    ),
    _case(
        "scare-quotes-and-titles",
        "The so-called “green deal” was the subject of the film “The Long Winter” in May.",
    ),
    _case(
        "scare-quotes-and-titles",
        "The “reform” has closed nine schools.",
    ),
    _case(
        "scare-quotes-and-titles",
        "She starred in “The Last Train to Minsk” and sang “Blue Moon” in Oslo.",
    ),
    _case(
        "scare-quotes-and-titles",
        "The company's “innovation hub” is an empty office above a bakery.",
    ),
    _case(
        "scare-quotes-and-titles",
        "Her book “The End of Cheap Money” came out in 2019.",
    ),
    _case(
        "scare-quotes-and-titles",
        "The newspaper's series “Lost Rivers” won two prizes.",
    ),
    _case(
        "scare-quotes-and-titles",
        "The law, dubbed the “tampon tax” bill, passed on Monday.",
    ),
    _case(
        "scare-quotes-and-titles",
        "He drove a “vintage” car to the “opening.”",
    ),
    _case(
        "scare-quotes-and-titles",
        "Her song “We Will Not Go” is on the radio every day.",
    ),
    _case(
        "scare-quotes-and-titles",
        "The essay “Why Nations Trade,” published in May, won a prize.",
    ),
    _case(
        "scare-quotes-and-titles",
        "Readers know the word “austerity” well.",
    ),
    _case(
        "nested",
        "The report said that the minister had told farmers that the subsidy would end.",
        ("The report", "said", "that the minister had told farmers that the subsidy would end"),
        ("the minister", "told", "that the subsidy would end"),
    ),
    _case(
        "nested",
        "Reuters reported on Monday that the bank had warned that defaults would rise.",
        ("the bank", "warned", "that defaults would rise"),
    ),
    _case(
        "nested",
        "According to the memo, officials said that the pipeline was safe.",
        ("the memo", "According to", "officials said that the pipeline was safe"),
        ("officials", "said", "that the pipeline was safe"),
    ),
    _case(
        "nested",
        "The paper reported that Berg had said that the minister had lied.",
        ("The paper", "reported", "that Berg had said that the minister had lied"),
        ("Berg", "said", "that the minister had lied"),
    ),
    _case(
        "nested",
        "“The ministry told us that the road was safe,” the driver said.",
        ("the driver", "said", "“The ministry told us that the road was safe,”"),
    ),
    _case("nested", "Lee said Wu had promised to pay.", ("Lee", "said", "Wu had promised to pay")),
    _case(
        "quote-in-a-quote",
        "“He told me, ‘Sell everything,’ and I did,” the trader said.",
        ("the trader", "said", "“He told me, ‘Sell everything,’ and I did,”"),
    ),
    _case(
        "quote-in-a-quote",
        "“The minister said ‘no’ three times,” Lopez recalled.",
        ("Lopez", "recalled", "“The minister said ‘no’ three times,”"),
    ),
    _case(
        "quote-in-a-quote",
        "'She called it \"a disgrace\" to my face,' the envoy said.",
        ("the envoy", "said", "'She called it \"a disgrace\" to my face,'"),
    ),
    _case(
        "quote-in-a-quote",
        "“My father used to say, ‘Never borrow,’” the banker said.",
        ("the banker", "said", "“My father used to say, ‘Never borrow,’”"),
    ),
    _case(
        "quote-in-a-quote",
        "\"He told the crowd, 'We are the future,' and they laughed,\" said Ms. Okafor.",
        ("Ms. Okafor", "said", "\"He told the crowd, 'We are the future,' and they laughed,\""),
    ),
    _case(
        "quote-in-a-quote",
        "«Il m’a dit: “Jamais”», said the envoy.",
        ("the envoy", "said", "«Il m’a dit: “Jamais”»"),
    ),
    _case(
        "one-statement-around-its-cue",
        '"We will vote in May," she said. "After that we will see."',
        ("she", "said", '"We will vote in May,"|"After that we will see."'),
    ),
    _case(
        "one-statement-around-its-cue",
        "“The harvest is lost,” the farmer told the radio. “We have no water. We have no money.”",
        ("the farmer", "told", "“The harvest is lost,”|“We have no water. We have no money.”"),
    ),
    _case(
        "one-statement-around-its-cue",
        "“If the rate rises,” said Anna Berg, the bank's economist, “many firms will fail.”",
        ("Anna Berg, the bank's economist", "said", "“If the rate rises,”|“many firms will fail.”"),
    ),
    _case(
        "one-statement-around-its-cue",
        "“Never,” the general said, “will we sign such a paper.”",
        ("the general", "said", "“Never,”|“will we sign such a paper.”"),
    ),
    _case(
        "one-statement-around-its-cue",
        "“We are ready,” he told parliament, “and we will not wait.”",
        ("he", "told", "“We are ready,”|“and we will not wait.”"),
    ),
    _case(
        "one-statement-around-its-cue",
        "“It is over,” sighed the coach. “We played badly, and we lost.”",
        ("the coach", "sighed", "“It is over,”|“We played badly, and we lost.”"),
    ),
    _case(
        "one-statement-around-its-cue",
        "“It is over,” Berg said on Monday in Oslo, her voice breaking. “We lost.”",
        ("Berg", "said", "“It is over,”|“We lost.”"),
    ),
    _case(
        "postponed-that-clause",
        "It was announced on Monday by the ministry that the plan had been dropped.",
        ("the ministry", "announced", "that the plan had been dropped"),
    ),
    _case(
        "postponed-that-clause",
        "The minister said on Tuesday in Brussels that the duty would stay.",
        ("The minister", "said", "that the duty would stay"),
    ),
    _case(
        "postponed-that-clause",
        "Wu told the committee, after a long silence, that the files had been burned.",
        ("Wu", "told", "that the files had been burned"),
    ),
    _case(
        "postponed-that-clause",
        "The agency said in a statement on Friday that no radiation had been measured.",
        ("The agency", "said", "that no radiation had been measured"),
    ),
    _case(
        "postponed-that-clause",
        "Lee said on Monday, at the end of a long day of talks, that the deal was dead.",
        ("Lee", "said", "that the deal was dead"),
    ),
    _case(
        "postponed-that-clause",
        "It was said by several ministers that the vote would be close.",
        ("several ministers", "said", "that the vote would be close"),
    ),
    _case(
        "postponed-that-clause",
        "The fund warned last week in its yearly report on the region that growth would slow.",
        ("The fund", "warned", "that growth would slow"),
    ),
    _case(
        "postponed-that-clause",
        "It is claimed by the firm that the drug is safe.",
        ("the firm", "claimed", "that the drug is safe"),
    ),
    _case(
        "source-after-the-content",
        "The tariffs will be lifted in June, the ministry said.",
        ("the ministry", "said", "The tariffs will be lifted in June"),
    ),
    _case(
        "source-after-the-content",
        "The plant will not reopen, according to two people familiar with the talks.",
        ("two people familiar with the talks", "according to", "The plant will not reopen"),
    ),
    _case(
        "source-after-the-content",
        "Exports fell by a fifth in March, said the customs office.",
        ("the customs office", "said", "Exports fell by a fifth in March"),
    ),
    _case(
        "source-after-the-content",
        "The law needs another year, argued Anna Berg, who drafted it.",
        ("Anna Berg, who drafted it", "argued", "The law needs another year"),
    ),
    _case(
        "source-after-the-content",
        "The bridge is unsafe, engineers warned.",
        ("engineers", "warned", "The bridge is unsafe"),
    ),
    _case(
        "source-after-the-content",
        "The vote will be close, predicts Maria Chen, a pollster at the institute.",
        ("Maria Chen, a pollster at the institute", "predicts", "The vote will be close"),
    ),
    _case(
        "source-after-the-content",
        "Nobody was hurt, police said on Sunday.",
        ("police", "said", "Nobody was hurt"),
    ),
    _case(
        "source-after-the-content",
        "Wages rose by 3 percent, official figures showed on Friday.",
        ("official figures", "showed", "Wages rose by 3 percent"),
    ),
    _case(
        "list-of-quoted-items",
        "He demanded “an end to subsidies,” “lower tariffs” and “fair rules.”",
        ("He", "demanded", "“an end to subsidies,”|“lower tariffs”|“fair rules.”"),
    ),
    _case(
        "list-of-quoted-items",
        "The senator described the bill as “cruel,” “stupid” and “a gift to the rich.”",
        ("The senator", "described", "the bill as “cruel,” “stupid” and “a gift to the rich.”"),
    ),
    _case(
        "list-of-quoted-items",
        "Critics called the report “thin,” “late” and “useless.”",
        ("Critics", "called", "the report “thin,” “late” and “useless.”"),
    ),
    _case(
        "list-of-quoted-items",
        "Berg promised “more teachers,” “smaller classes” and “free lunches for all.”",
        ("Berg", "promised", "“more teachers,”|“smaller classes”|“free lunches for all.”"),
    ),
    _case(
        "list-of-quoted-items",
        "The note lists three demands: “open books,” “new elections” and “a free press.”",
        ("The note", "lists", "“open books,”|“new elections”|“a free press.”"),
    ),
    _case(
        "list-of-quoted-items",
        "She called him “a liar,” “a thief,” and “a coward.”",
        ("She", "called", "him “a liar,” “a thief,” and “a coward.”"),
    ),
    _case(
        "marks-of-other-scripts",
        "«We will not sign the treaty», the president said.",
        ("the president", "said", "«We will not sign the treaty»"),
    ),
    _case(
        "marks-of-other-scripts",
        "« We will not sign the treaty », the president said.",
        ("the president", "said", "« We will not sign the treaty »"),
    ),
    _case(
        "marks-of-other-scripts",
        "„We will not sign the treaty“, the president said.",
        ("the president", "said", "„We will not sign the treaty“"),
    ),
    _case(
        "marks-of-other-scripts",
        "„We will not sign the treaty,“ the president said.",
        ("the president", "said", "„We will not sign the treaty,“"),
    ),
    _case(
        "marks-of-other-scripts",
        "„We will not sign the treaty,” the president said.",
        ("the president", "said", "„We will not sign the treaty,”"),
    ),
    _case(
        "marks-of-other-scripts",
        "“We will not sign the treaty,” the president said.",
        ("the president", "said", "“We will not sign the treaty,”"),
    ),
    _case(
        "marks-of-other-scripts",
        "‘We will not sign the treaty,’ the president said.",
        ("the president", "said", "‘We will not sign the treaty,’"),
    ),
    _case(
        "marks-of-other-scripts",
        "»We will not sign the treaty«, the president said.",
        ("the president", "said", "»We will not sign the treaty«"),
    ),
    _case(
        "marks-of-other-scripts",
        "‹We will not sign the treaty›, the president said.",
        ("the president", "said", "‹We will not sign the treaty›"),
    ),
    _case(
        "marks-of-other-scripts",
        "``We will not sign the treaty,'' the president said.",
        ("the president", "said", "``We will not sign the treaty,''"),
    ),
    _case(
        "marks-of-other-scripts",
        "The president said: «We will not sign the treaty.»",
        ("The president", "said", "«We will not sign the treaty.»"),
    ),
    _case(
        "marks-of-other-scripts",
        "The president said: „We will not sign the treaty.“",
        ("The president", "said", "„We will not sign the treaty.“"),
    ),
    _case(
        "marks-of-other-scripts",
        "The president said: “We will not sign the treaty.”",
        ("The president", "said", "“We will not sign the treaty.”"),
    ),
    _case(
        "marks-of-other-scripts",
        "The president said: ‘We will not sign the treaty.’",
        ("The president", "said", "‘We will not sign the treaty.’"),
    ),
    _case(
        "marks-of-other-scripts",
        "“We will not sign”, the president said.",
        ("the president", "said", "“We will not sign”"),
    ),
    _case(
        "marks-of-other-scripts",
        "‘We will not sign’, the president said.",
        ("the president", "said", "‘We will not sign’"),
    ),
    _case(
        "marks-of-other-scripts",
        "The president said «We will not sign».",
        ("The president", "said", "«We will not sign»"),
    ),
    _case(
        "marks-of-other-scripts",
        "„Wir schaffen das“, Merkel said.",
        ("Merkel", "said", "„Wir schaffen das“"),
    ),
    _case(
        "marks-of-other-scripts",
        "Merkel said: „We can do it.“ Others doubted it.",
        ("Merkel", "said", "„We can do it.“"),
    ),
    _case(
        "marks-of-other-scripts",
        "« We will not sign », said the president.",
        ("the president", "said", "« We will not sign »"),
    ),
    _case(
        "marks-of-other-scripts",
        "「We will not sign」, the president said.",
        ("the president", "said", "「We will not sign」"),
    ),
    _case(
        "sentence-of-300-words",
        "Lee said that " + _PRICES + "nobody knew why.",
        ("Lee", "said", "that " + _PRICES + "nobody knew why"),
    ),
    _case(
        "sentence-of-300-words",
        "“" + _MINES + "and we will win,” Lee said.",
        ("Lee", "said", "“" + _MINES + "and we will win,”"),
    ),
    _case(
        "sentence-of-300-words",
        "According to the ministry, " + _ROADS + "it will be ready in May.",
        ("the ministry", "According to", _ROADS + "it will be ready in May"),
    ),
    _case(
        "second-cue-of-one-speaker",
        "She asked whether the plan was dead and urged him to reply.",
        ("She", "asked", "whether the plan was dead"),
        ("She", "urged", "him to reply"),
    ),
    _case(
        "cue-noun",
        "China's claim that exports fell is wrong.",
        ("China", "claim", "that exports fell"),
    ),
    _case(
        "cue-noun",
        "The ministry issued a warning that floods could return.",
        ("The ministry", "warning", "that floods could return"),
    ),
    _case(
        "cue-noun",
        "There were calls from farmers to end the tariff.",
        ("farmers", "calls", "to end the tariff"),
    ),
    _case(
        "cue-noun",
        "Despite warnings by scientists that the ice was thin, they went.",
        ("scientists", "warnings", "that the ice was thin"),
    ),
    _case(
        "cue-noun",
        "The government's promise to cut taxes was broken.",
        ("The government", "promise", "to cut taxes"),
    ),
    _case(
        "cue-noun",
        "Lee's assertion that the files were lost surprised the court.",
        ("Lee", "assertion", "that the files were lost"),
    ),
    _case(
        "passive",
        "The plan was described by Lee as a risk.",
        ("Lee", "described", "The plan|as a risk"),
    ),
    _case(
        "passive",
        "Voters were told by the mayor that the bridge was safe.",
        ("the mayor", "told", "that the bridge was safe"),
    ),
    _case(
        "passive",
        "The plan was called “a joke” by the opposition.",
        ("the opposition", "called", "The plan|“a joke”"),
    ),
    _case(
        "called-for-and-urged",
        "Lee called for lower tariffs.",
        ("Lee", "called for", "lower tariffs"),
    ),
    _case(
        "called-for-and-urged",
        "Lee wrote to the bank, urging it to cut rates.",
        ("Lee", "urging", "it to cut rates"),
    ),
    _case(
        "called-for-and-urged",
        "Berg published an open letter urging the bank to cut rates.",
        ("Berg", "urging", "the bank to cut rates"),
    ),
    _case(
        "called-for-and-urged",
        "She called on parliament to reject the bill.",
        ("She", "called on", "parliament to reject the bill"),
    ),
    _case(
        "called-for-and-urged",
        "She called for the minister to resign.",
        ("She", "called for", "the minister to resign"),
    ),
    _case(
        "transcript",
        "MODERATOR: Welcome to the hearing.\nMR. SMITH: I oppose the tariff.\n",
        ("MODERATOR", "", "Welcome to the hearing."),
        ("MR. SMITH", "", "I oppose the tariff."),
    ),
    _case(
        "transcript",
        "Q: What happened to the money?\nA: I do not know.\nQ: Who had the key?\nA: The clerk had it.\n",
        ("Q", "", "What happened to the money?"),
        ("A", "", "I do not know."),
        ("Q", "", "Who had the key?"),
        ("A", "", "The clerk had it."),
    ),
    _case(
        "transcript",
        "Jane Doe: I think we should wait.\nJohn Roe: I disagree.\nJane Doe: Why?\nJohn Roe: Prices fall.\n",
        ("Jane Doe", "", "I think we should wait."),
        ("John Roe", "", "I disagree."),
        ("Jane Doe", "", "Why?"),
        ("John Roe", "", "Prices fall."),
    ),
    _case(
        "headline",
        "Tariffs will stay, minister says\n\nThe tariffs were imposed in May.",
        ("minister", "says", "Tariffs will stay"),
    ),
    _case(
        "headline",
        "Bank to cut 500 jobs, union warns\n\nThe bank has 9,000 staff.",
        ("union", "warns", "Bank to cut 500 jobs"),
    ),
    _case(
        "headline",
        "‘We will fight on’: mayor defies court\n\nThe court ruled on Monday.",
    ),
    _case(
        "hedge",
        "China reportedly prepares a new plan.",
    ),
    _case(
        "hedge",
        "The firm allegedly paid bribes.",
    ),
    _case(
        "hedge",
        "Sales supposedly doubled in May.",
    ),
    _case(
        "intention",
        "Beijing seeks to cut its imports of oil.",
        ("Beijing", "seeks", "to cut its imports of oil"),
    ),
    _case(
        "agentless-passive",
        "It is believed that the fire was set on purpose.",
        ("", "believed", "that the fire was set on purpose"),
    ),
    _case(
        "agentless-passive",
        "He was accused of lying to the court.",
        ("", "accused", "He|of lying to the court"),
    ),
    _case(
        "continued",
        "She added that the port would close.",
        ("She", "added", "that the port would close"),
    ),
    _case(
        "words-in-marks",
        "Lee said the deal was “a disaster” for farmers.",
        ("Lee", "said", "the deal was “a disaster” for farmers"),
    ),
    _case(
        "transcript",
        "SEN. WARREN: Who approved this?\n\nMR. DIMON: The board did, Senator.\n\n"
        "It was a long meeting, and we had lawyers.\n\n(Laughter.)\n\nSEN. WARREN: Thank you.\n",
        ("SEN. WARREN", "", "Who approved this?"),
        (
            "MR. DIMON",
            "",
            "The board did, Senator.|It was a long meeting, and we had lawyers.",
        ),
        ("SEN. WARREN", "", "Thank you."),
    ),
    _case("transcript", "Clinton: 547.\nSanders: 46.\nClinton: 2,316.\nSanders: 1,547.\n"),
)

# Cases that a trained profile is known to read otherwise, by profile, as pytest names them.
MISREAD: dict[str, frozenset[str]] = {
    "fast": frozenset(
        """
        appositive-speaker-and-next-paragraph-3 appositive-speaker-and-next-paragraph-4
        mark-reopened-on-each-paragraph-2 mark-reopened-on-each-paragraph-4
        signed-by-dash-or-colon-1 signed-by-dash-or-colon-3 signed-by-dash-or-colon-5
        signed-by-dash-or-colon-6 speaker-in-the-sentence-before-4
        blamed-for-saying-1 blamed-for-saying-2 blamed-for-saying-3 blamed-for-saying-5
        blamed-for-saying-7 nested-1 nested-2 nested-4 cue-noun-3 passive-1
        transcript-2 transcript-3 transcript-4
        """.split()  # noqa: SIM905  a list in words reads better
    ),
    "accurate": frozenset(
        """
        appositive-speaker-and-next-paragraph-3 appositive-speaker-and-next-paragraph-4
        mark-reopened-on-each-paragraph-2 mark-reopened-on-each-paragraph-4
        speaker-in-the-sentence-before-4 blamed-for-saying-1 blamed-for-saying-3
        blamed-for-saying-5 blamed-for-saying-7 nested-1 nested-4
        transcript-2 transcript-3 transcript-4
        """.split()  # noqa: SIM905  a list in words reads better
    ),
}
