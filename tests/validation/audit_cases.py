"""Invented sentences, what stands in them, and the codes that the audit must give; near misses give none."""

from audited_rows import change, score

WER = {"metric": "WER", "higher_is_better": False}
BARE_WER = {**WER, "unit": None}
LATENCY = {"metric": "Latency", "higher_is_better": False, "unit": "ms"}
PAIR = (score("91.2%", 91.2, link=1), score("88.0%", 88.0))
WORSE = (score("88.0%", 88.0, link=1), score("91.2%", 91.2))
POINTS = {"unit": "point", "basis": "absolute"}
TIMES = {"unit": "x", "basis": "factor"}

# sentence, values, the codes that must come out
CASES = {
    "a difference in points": (
        "91.2% vs. 88.0%, a gain of 3.2 points",
        [*PAIR, change("3.2 points", 3.2, **POINTS)],
        [],
    ),
    "a gain that points at the old score": (
        "a gain of 5.2 points (91.2% vs. 88.0%)",
        [change("5.2 points", 5.2, link=2, **POINTS), score("91.2%", 91.2, link=2), score("88.0%", 88.0)],
        ["CT101"],
    ),
    "a second pair of one verb that falls": (
        "It raises accuracy from 80.0% to 85.0% on Fjord, and from 91.2% to 88.0% on Moor.",
        [score("80.0%", 80), score("85.0%", 85, link=0), score("91.2%", 91.2), score("88.0%", 88.0, link=2)],
        ["CT106"],
    ),
    "a second pair of another thing": (
        "It raises accuracy from 80.0% to 85.0% on Fjord, and the share of errors from 91.2% to 88.0% on Moor.",
        [score("80.0%", 80), score("85.0%", 85, link=0), score("91.2%", 91.2), score("88.0%", 88.0, link=2)],
        [],
    ),
    "a verb behind a comma": (
        "It improves models on new grounds, increasing accuracy from 91.2% to 88.0%.",
        [score("91.2%", 91.2), score("88.0%", 88.0, link=0)],
        ["CT106"],
    ),
    "a claim over an arrow that falls": (
        "Tarn outperforms BirchNet on Fjord (91.2% → 88.0%).",
        [score("91.2%", 91.2), score("88.0%", 88.0, link=0)],
        ["CT103"],
    ),
    "a claim over an arrow": (
        "Tarn outperforms BirchNet on Fjord (88.0% → 91.2%).",
        [score("88.0%", 88.0), score("91.2%", 91.2, link=0)],
        [],
    ),
    "an unnamed measure that all know of the data set": (
        "Tarn outperforms BirchNet (88.0% vs. 91.2%).",
        [{**one, "metric": None, "higher_is_better": None, "dataset": "AIME 2024"} for one in WORSE],
        ["CT103"],
    ),
    "an unnamed measure": (
        "Tarn outperforms BirchNet (88.0% vs. 91.2%).",
        [{**one, "metric": None, "higher_is_better": None, "dataset": "Fjord"} for one in WORSE],
        [],
    ),
    "a score by no other name": (
        "Tarn outperforms BirchNet in overall score (88.0% vs. 91.2%).",
        [{**one, "metric": "overall score", "higher_is_better": None} for one in WORSE],
        ["CT103"],
    ),
    "the two ends of a margin": (
        "Tarn outperforms BirchNet by a large margin (88.0% vs. 91.2%).",
        [*WORSE],
        [],
    ),
    "an accuracy of over 104%": ("Tarn reaches over 104% accuracy.", [score("104%", 104, bound="at_least")], ["CT105"]),
    "a rate of a rival above all": (
        "Tarn reaches an accuracy of 91.2% vs. 104% by BirchNet.",
        [score("91.2%", 91.2, link=1), score("104%", 104)],
        ["CT105"],
    ),
    "a share of the human accuracy": ("Tarn reaches 104% of the human accuracy.", [score("104%", 104)], []),
    "a difference misprinted": (
        "91.2% vs. 88.0%, a gain of 5.2 points",
        [*PAIR, change("5.2 points", 5.2, **POINTS)],
        ["CT101"],
    ),
    "a gain linked to the score": (
        "91.2% (+2.3%), from 88.0%",
        [score("91.2%", 91.2, link=2), change("+2.3%", 2.3, link=0), score("88.0%", 88.0)],
        ["CT101"],
    ),
    "a relative gain": (
        "a 31% improvement from 7.85 to 5.38",
        [
            change("31%", 31, basis="relative", direction="decrease", **WER),
            score("7.85", 7.85, **BARE_WER),
            score("5.38", 5.38, link=1, **BARE_WER),
        ],
        [],
    ),
    "a relative gain misprinted": (
        "a 51% improvement from 7.85 to 5.38",
        [
            change("51%", 51, basis="relative", direction="decrease", **WER),
            score("7.85", 7.85, **BARE_WER),
            score("5.38", 5.38, link=1, **BARE_WER),
        ],
        ["CT101"],
    ),
    "a factor": (
        "12 ms, 2.5x less than 30 ms",
        [
            score("12 ms", 12, link=2, **LATENCY),
            change("2.5x", 2.5, **(LATENCY | TIMES), direction="decrease"),
            score("30 ms", 30, **LATENCY),
        ],
        [],
    ),
    "a factor misprinted": (
        "12 ms, 5.5x less than 30 ms",
        [
            score("12 ms", 12, link=2, **LATENCY),
            change("5.5x", 5.5, **(LATENCY | TIMES), direction="decrease"),
            score("30 ms", 30, **LATENCY),
        ],
        ["CT101"],
    ),
    "rounded before it was printed": (
        "91.2% vs. 88.0%, up 3.3 points",
        [*PAIR, change("3.3 points", 3.3, **POINTS)],
        [],
    ),
    "the error rate's share": ("91.2% vs. 88.0%, 27% fewer errors", [*PAIR, change("27%", 27)], []),
    "at least what it was": (
        "91.2% vs. 88.0%, more than 3 points",
        [*PAIR, change("3 points", 3, **POINTS, bound="at_least")],
        [],
    ),
    "not even at least": (
        "91.2% vs. 88.0%, more than 6 points",
        [*PAIR, change("6 points", 6, **POINTS, bound="at_least")],
        ["CT101"],
    ),
    "up to, elsewhere": (
        "91.2% vs. 88.0%, by up to 9 points",
        [*PAIR, change("9 points", 9, **POINTS, bound="up_to")],
        [],
    ),
    "an average gain": ("91.2% vs. 88.0%, 5 points on average", [*PAIR, change("5 points", 5, **POINTS)], []),
    "a gain over another": (
        "91.2% vs. 88.0%, 7 points over Alder",
        [
            score("91.2%", 91.2, link=1, baseline="Birch"),
            score("88.0%", 88.0, method="Birch"),
            change("7 points", 7, baseline="Alder", **POINTS),
        ],
        [],
    ),
    "a gain of another metric": ("91.2% vs. 88.0%, and 7 points", [*PAIR, change("7 points", 7, **WER, **POINTS)], []),
    "a gain on another data set": (
        "91.2% vs. 88.0%, and 7 points",
        [*PAIR, change("7 points", 7, dataset="Moor", **POINTS)],
        [],
    ),
    "scores over a bound": (
        "over 91.2% vs. 88.0%, 7 points",
        [score("91.2%", 91.2, link=1, bound="at_least"), score("88.0%", 88.0), change("7 points", 7, **POINTS)],
        [],
    ),
    "no word for the basis, absolute": ("91.2% vs. 88.0%, a gain of 3.2%", [*PAIR, change("3.2%", 3.2)], ["CT102"]),
    "no word for the basis, relative": (
        "60.0% vs. 40.0%, a gain of 50%",
        [score("60.0%", 60, link=1), score("40.0%", 40), change("50%", 50)],
        ["CT102"],
    ),
    "no word, and both would do": ("91.2% vs. 88.0%, a gain of 3%", [*PAIR, change("3%", 3)], []),
    "called points, but relative": (
        "60.0% vs. 40.0%, by 50 points",
        [score("60.0%", 60, link=1), score("40.0%", 40), change("50 points", 50, **POINTS)],
        ["CT107"],
    ),
    "called relative, but absolute": (
        "60.0% vs. 40.0%, a relative gain of 20%",
        [score("60.0%", 60, link=1), score("40.0%", 40), change("20%", 20, basis="relative")],
        ["CT107"],
    ),
    "outperforms with the worse": ("Tarn outperforms Birch (88.0% vs. 91.2%).", [*WORSE], ["CT103"]),
    "outperforms with the better": ("Tarn outperforms Birch (91.2% vs. 88.0%).", [*PAIR], []),
    "lower is better": (
        "Tarn outperforms Birch (5.0% vs. 6.1%).",
        [score("5.0%", 5, link=1, **WER), score("6.1%", 6.1, **WER)],
        [],
    ),
    "lower is better, and it is higher": (
        "Tarn outperforms Birch (6.1% vs. 5.0%).",
        [score("6.1%", 6.1, link=1, **WER), score("5.0%", 5, **WER)],
        ["CT103"],
    ),
    "no claim of being better": ("Tarn scores 88.0% vs. 91.2%.", [*WORSE], []),
    "a claim with a but": ("Tarn outperforms Birch elsewhere, but not here (88.0% vs. 91.2%).", [*WORSE], []),
    "nobody knows which is better": (
        "Tarn outperforms Birch (88.0% vs. 91.2%).",
        [score("88.0%", 88, link=1, higher_is_better=None), score("91.2%", 91.2, higher_is_better=None)],
        [],
    ),
    "the other's number first": (
        "Tarn outperforms the 91.2% of Birch, with 88.0%.",
        [score("91.2%", 91.2), score("88.0%", 88.0, link=0)],
        [],
    ),
    "no metric, but a link": (
        "an absolute 15.9% (51.9% to 67.8%)",
        [
            change("15.9%", 15.9, link=2, metric=None, basis="absolute"),
            score("51.9%", 51.9, metric=None),
            score("67.8%", 67.8, link=1, metric=None),
        ],
        [],
    ),
    "no metric, but a link, misprinted": (
        "an absolute 19.5% (51.9% to 67.8%)",
        [
            change("19.5%", 19.5, link=2, metric=None, basis="absolute"),
            score("51.9%", 51.9, metric=None),
            score("67.8%", 67.8, link=1, metric=None),
        ],
        ["CT101"],
    ),
    "a relative gain, linked the other way": (
        "by 51.1% (28.4% vs 18.8%)",
        [change("51.1%", 51.1, link=2), score("28.4%", 28.4), score("18.8%", 18.8, link=1)],
        ["CT102"],
    ),
    "a third score": ("Tarn outperforms Birch (88.0% vs. 91.2%, Alder 70%).", [*WORSE, score("70%", 70)], ["CT103"]),
    "a score between": (
        "Tarn outperforms Birch (88.0%, Alder 70%, vs. 91.2%).",
        [score("88.0%", 88, link=2), score("70%", 70), score("91.2%", 91.2)],
        [],
    ),
    "improves for the worse": (
        "Tarn improves accuracy from 91.2% to 88.0%.",
        [score("91.2%", 91.2), score("88.0%", 88.0, link=0)],
        ["CT103"],
    ),
    "improves upward": (
        "Tarn improves accuracy from 88.0% to 91.2%.",
        [score("88.0%", 88.0), score("91.2%", 91.2, link=0)],
        [],
    ),
    "a verb with numbers of its own": (
        "Increasing the depth from 1 to 10 improves WER from 9.6% to 6.4%.",
        [score("9.6%", 9.6, **WER), score("6.4%", 6.4, link=0, **WER)],
        [],
    ),
    "above 100% beside a lesser one": (
        "Tarn outperforms Birch with an accuracy of 104%.",
        [score("104%", 104, baseline="Birch")],
        ["CT105"],
    ),
    "a share of another's accuracy": (
        "Tarn reaches 104% of the accuracy of Birch.",
        [score("104%", 104, baseline="Birch")],
        [],
    ),
    "a hair's breadth": (
        "Tarn outperforms Birch (88% vs. 88.4%).",
        [score("88%", 88, link=1), score("88.4%", 88.4)],
        [],
    ),
    "lists of one length": (
        "On Fjord and Moor it reaches 91% and 88%, respectively.",
        [score("91%", 91), score("88%", 88)],
        [],
    ),
    "a number too many": (
        "It reaches 91%, 90% and 88%, respectively, on Fjord and Moor.",
        [score("91%", 91), score("90%", 90), score("88%", 88)],
        ["CT104"],
    ),
    "a name too many": (
        "It reaches 91% and 88%, respectively, on Fjord, Moor, and Heath.",
        [score("91%", 91), score("88%", 88)],
        ["CT104"],
    ),
    "two lists of names": (
        "On Fjord, Moor and Heath, Birch and Alder reach 91% and 88%, respectively.",
        [score("91%", 91), score("88%", 88)],
        [],
    ),
    "a subject for each number": (
        "Birch and Alder gain 3% and 2% on Fjord, Moor and Heath, respectively.",
        [score("3%", 3), score("2%", 2)],
        [],
    ),
    "a list with words in it": (
        "It gains 3% in accuracy, 2% and 1% on Fjord, Moor and Heath, respectively.",
        [score("3%", 3), score("2%", 2), score("1%", 1)],
        [],
    ),
    "names before the numbers": (
        "On Fjord and Moor it reaches 91%, 90% and 88%, respectively.",
        [score("91%", 91), score("90%", 90), score("88%", 88)],
        ["CT104"],
    ),
    "names in small letters": (
        "On news, blogs and mail it reaches 91% and 88%, respectively.",
        [score("91%", 91), score("88%", 88)],
        [],
    ),
    "an accuracy of 104%": ("Tarn reaches an accuracy of 104%.", [score("104%", 104)], ["CT105"]),
    "an accuracy of 100%": ("Tarn reaches an accuracy of 100%.", [score("100%", 100)], []),
    "a WER of 104%": ("Birch reaches a WER of 104%.", [score("104%", 104, **WER)], []),
    "more than all of the teacher's": ("Tarn reaches 104% of the teacher's accuracy.", [score("104%", 104)], []),
    "reduces upward": (
        "Tarn reduces latency from 8 ms to 12 ms.",
        [score("8 ms", 8, **LATENCY), score("12 ms", 12, link=0, **LATENCY)],
        ["CT106"],
    ),
    "reduces downward": (
        "Tarn reduces latency from 12 ms to 8 ms.",
        [score("12 ms", 12, **LATENCY), score("8 ms", 8, link=0, **LATENCY)],
        [],
    ),
    "raises downward": (
        "Tarn boosts accuracy from 91% to 88%.",
        [score("91%", 91), score("88%", 88, link=0)],
        ["CT106"],
    ),
    "improves downward": (
        "Tarn improves WER from 9% to 8%.",
        [score("9%", 9, **WER), score("8%", 8, link=0, **WER)],
        [],
    ),
    "does not reduce": (
        "Tarn does not reduce accuracy from 88% to 91%.",
        [score("88%", 88), score("91%", 91, link=0)],
        [],
    ),
    "inside its interval": ("accuracy 77% (95% CI 0.70-0.81)", [score("77%", 77, uncertainty="95% CI 0.70-0.81")], []),
    "outside its interval": (
        "accuracy 0.87 (95% CI 0.70-0.81)",
        [score("0.87", 0.87, unit=None, uncertainty="95% CI 0.70-0.81")],
        ["CT108"],
    ),
    "a signed interval of an unsigned change": (
        "WER fell by 1.4 (95% CI: -2.0, -0.8)",
        [change("1.4", 1.4, unit=None, direction="decrease", basis="absolute", uncertainty="95% CI: -2.0, -0.8", **WER)],
        [],
    ),
}
