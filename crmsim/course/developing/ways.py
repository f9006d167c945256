"""Pages about the seven steps: one lead on its way, and all leads in the mean."""

from crmsim.course.developing import lead as leads
from crmsim.course.developing import pictures as own
from crmsim.course.shown import Page, Told, columns, page, shown, tabled
from crmsim.course.telling import data
from crmsim.language import Say, label, speaker
from crmsim.run import Run
from crmsim.stages import Step


def lead(run: Run, customer: int | None = None) -> Page:
    """The seven steps of one lead in time, with its waits.

    Args:
        run: a recorded run of one branch.
        customer: the customer's number; by default the one whose way shows most.

    Raises:
        CrmsimError: there is no such customer in the market.
    """
    say = speaker()
    chosen = leads.telling(run) if customer is None else customer
    table = leads.way_of(run, chosen)
    if not len(table):
        return page(
            Told(say("Customer {customer} was not won in this run; try another number.").format(customer=chosen))
        )
    table["step"] = [step_name(step, say) for step in table["step"]]
    table["what"] = [say(what) for what in table["what"]]
    told = (
        say("The way of customer {customer} to the bank").format(customer=chosen),
        say("Each step in working days since the lead was found: thick bars are work, thin ones are waiting."),
    )
    named = {"step": say("step"), "what": say("what happens"), "from": say("from, day"), "to": say("to, day")}
    listed = data(say, table, named)
    days = (table["to"] - table["from"]).groupby(table["what"]).sum()
    worked = float(days.get(say(leads.WHATS[0]), 0.0))
    sentence = say("{days} working days from the first name to the last step; {worked} of them were work.")
    return page(
        shown(own.way(table, told, say), listed),
        Told(sentence.format(days=f"{table['to'].max():.1f}", worked=f"{worked:.1f}")),
    )


def step_name(step: int, say: Say) -> str:
    """A step's number and name."""
    return f"{step + 1} {say(label(Step.names()[step]))}"


def steps(run: Run) -> Page:
    """The seven steps of all leads in the mean: how often, how long in line, how long at work, how often in vain."""
    say = speaker()
    table = leads.steps(run)
    table["step"] = [step_name(place, say) for place in range(len(table))]
    named = {
        "step": say("step"),
        "done": say("how often"),
        "wait": say("wait for a manager, hours"),
        "hours": say("hours of work"),
        "failed": say("ended there, %"),
    }
    return page(tabled(columns(table, named), say("The seven steps in the mean")))
