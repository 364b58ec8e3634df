"""Whether a sentence tells what the work is, for others, and not what is asked of who applies.

收银员，收取押金并开具收据 and 入职收取押金 hold the same words: the one is what the cashier does to
guests, the other is done to the cashier. The lists are in data/jobs/lawful_post.toml, [duties].
"""

import re
from dataclasses import dataclass

SENTENCE_ENDS = "。;!?\n"
BEFORE_VERB = r"(?:^|[,、:]|并|和|及|与|或)"


@dataclass(frozen=True, slots=True)
class Duties:
    """How work is told: patterns of its verbs, of whom it is done for, of who is asked."""

    plain: re.Pattern[str]
    bare: re.Pattern[str]
    titled: re.Pattern[str]
    others: re.Pattern[str]
    applicants: re.Pattern[str]

    def tell(self, text: str, start: int, end: int, *, in_duties: bool) -> bool:
        """Say whether the words at [start, end) of a reading are part of what the work is.

        Where nothing is asked of applicants in the sentence, words are the work's that stand
        behind a verb of work, or are said of others (guests, patients); behind a bare verb (收, 做,
        检) only where the field is the duties' or the sentence begins with a trade.
        """
        begin = max(text.rfind(sign, 0, start) for sign in SENTENCE_ENDS) + 1
        ends = [place for sign in SENTENCE_ENDS if (place := text.find(sign, end)) >= 0]
        sentence = text[begin : min(ends, default=len(text))]
        if self.applicants.search(sentence):
            return False
        clause_begin = text.rfind(",", begin, start) + 1 or begin
        lead = text[clause_begin:end]
        if self.plain.search(lead) or self.others.search(text[begin:end]):
            return True
        is_work = in_duties or bool(self.titled.search(sentence))
        return is_work and bool(self.bare.search(lead))


def duties_from(table: dict[str, str]) -> Duties:
    """Return the patterns for the lists of the table."""
    return Duties(
        plain=re.compile(table["verbs"]),
        bare=re.compile(f"{BEFORE_VERB}(?:{table['bare']})"),
        titled=re.compile(f"^[^,]{{0,8}}(?:{table['trades']})(?=,)"),
        others=re.compile(table["others"]),
        applicants=re.compile(table["applicants"]),
    )
