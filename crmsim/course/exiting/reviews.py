"""The corporate file, criterion by criterion: which firms meet it and why; and some files with their answers."""

from crmsim.course.exiting.criteria import TITLES, Criterion, Rule, criteria, rule
from crmsim.course.exiting.desk import DECISIONS, Answer, judged, reasons
from crmsim.course.exiting.firms import Firm, firms, laid_out
from crmsim.course.shown import Folded, Part, Table, Told
from crmsim.language import Say

SHOWN = (22, 25, 30)
"""Files that the page shows without a kernel: one that just fails a criterion, one by two marks, one by several."""


def meeting(number: int, say: Say) -> tuple[Table, Told]:
    """The firms that meet a criterion with what in their files does it, and how many they are."""
    by = rule()
    found = [(one, criteria(one, by, say)[number - 1]) for one in firms()]
    rows = tuple((one.name, reasons(criterion, say)) for one, criterion in found if criterion.holds)
    caption = say("Criterion {number}: {title}").format(number=number, title=say(TITLES[number]))
    counted = say("{met} of {all} firms meet it.").format(met=len(rows), all=len(found))
    return Table((say("firm"), say("why")), rows, caption), Told(f"{counted} {near(found, say)}".strip())


def near(found: list[tuple[Firm, Criterion]], say: Say) -> str:
    """How many firms fulfil some condition of a criterion and do not meet it."""
    some = sum(1 for _, one in found if not one.holds and any(finding.holds for finding in one.findings))
    return say("Another {some} fulfil one condition, which is not enough.").format(some=some) if some else ""


def examples(say: Say) -> list[Part]:
    """Some files as they lie on the desk, the rule's answer to each folded below it."""
    by = rule()
    parts: list[Part] = []
    for place in SHOWN:
        parts.extend([*laid_out(firms()[place], say), answer(firms()[place], by, say)])
    return parts


def answer(one: Firm, by: Rule, say: Say) -> Folded:
    """What the rule says of a firm, criterion by criterion."""
    verdict = judged(one, Answer(), by, say)
    lines = [f"{c.number} {say(TITLES[c.number])}: {reasons(c, say)}" for c in verdict.criteria]
    told = say("By the rule: {decision}").format(decision=say(DECISIONS[verdict.decision]))
    return Folded(say("Answer"), (told, *lines))
