"""What a strategy's coming year costs by plan, and what a year has cost.

A bill is made out before the year: the quantities (leads, visits, customers, months) are those of the baseline's own
first year, moved in proportion to the settings that decide how many there are; the hours of each are moved as the acts
themselves make them longer or shorter, since the very functions that the engines run are asked for them; the prices are
the bank's own settings. What settings change on the way (who is screened out, who stays) a bill does not foresee.

The budget of a year is the baseline's own bill and, at wage, the hours in which its managers had nothing to do: no new
people and no new money, but nothing that lies idle either.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from crmsim.acts.books import keep_up
from crmsim.acts.layout import Records
from crmsim.acts.listening import SURVEY_COST
from crmsim.acts.steps import step_hours
from crmsim.acts.work import usual_hours
from crmsim.errors import CrmsimError
from crmsim.lattice import HOURS
from crmsim.law.training import time_left
from crmsim.run import Run
from crmsim.settings import Rules, Scenario, Strategy
from crmsim.settings.fields import Settings
from crmsim.stages import Account, Channel, Region, Step, Tier, Work

YEAR = 12

FEN = 100.0
"""Fen in a CNY."""


@dataclass(frozen=True)
class Item:
    """A line of a bill.

    Attributes:
        name: what is paid for, an English label.
        hours: managers' hours in the year.
        money: CNY beside the hours in the year.
    """

    name: str
    hours: float
    money: float


@dataclass(frozen=True)
class Bill:
    """What a year costs.

    Attributes:
        items: its lines.
        wage: CNY an hour.
    """

    items: tuple[Item, ...]
    wage: float

    @property
    def total(self) -> float:
        """CNY in the year, hours at wage."""
        return sum(self.cost(item) for item in self.items)

    def cost(self, item: Item) -> float:
        """What a line comes to, CNY."""
        return item.money + self.wage * item.hours


@dataclass(frozen=True)
class Experience:
    """What bills are made out by.

    Attributes:
        scenario: the baseline.
        months: its first year, month by month; layout of `Month`.
        managers: relationship managers.
    """

    scenario: Scenario
    months: Records
    managers: int

    def total(self, name: str) -> Any:
        """A sum over the year, in the shape that the month's field has."""
        return self.months[name].sum(axis=0)

    @property
    def rules(self) -> Rules:
        """The baseline's numbers."""
        return self.scenario.rules()[0]

    @property
    def idle_hours(self) -> float:
        """Hours of the year in which managers could have worked with customers and had nothing to do."""
        bank = self.scenario.bank
        idle = self.managers * len(self.months) - float(self.total("busy"))
        return idle * HOURS * bank.drive * time_left(bank.training, HOURS)

    def under(self, strategy: Strategy) -> Rules:
        """The same branch's numbers under another strategy."""
        return self.scenario.model_copy(update={"schedule": (strategy,)}).rules()[0]


Biller = Callable[[Experience, Strategy], Bill]
"""Makes out the bill of a strategy's year."""


def experience(run: Run) -> Experience:
    """The first year of a baseline's run, by which bills are made out.

    Raises:
        CrmsimError: the run is shorter than a year.
    """
    if run.scenario.months < YEAR:
        raise CrmsimError(f"months = {run.scenario.months} is less than a year of {YEAR}; simulate longer")
    return Experience(run.scenario, run.sums.months[:YEAR], run.sums.managers)


def budget(known: Experience, biller: Biller) -> float:
    """What may be spent in a year, CNY: what the baseline spends by its own bill, and its idle hours at wage."""
    return biller(known, known.scenario.schedule[0]).total + known.scenario.bank.wage * known.idle_hours


def of_developing(known: Experience, strategy: Strategy) -> Bill:
    """The bill of winning customers: each channel with its search and visits, the desk work, and the follow-up."""
    before, after, bank = known.rules, known.under(strategy), known.scenario.bank
    found, spent = known.total("found_by"), known.total("step_hours")
    share = [grown(before, after, channel) for channel in Channel]
    searched = [found[channel] * step_length(before, Step.SEARCH, channel) for channel in Channel]
    items = []
    for channel, name in enumerate(Channel.names()):
        leads = share[channel] * float(found[channel])
        search = share[channel] * float(spent[Step.SEARCH]) * part(searched[channel], sum(searched))
        longer = part(step_length(after, Step.COOPERATE, channel), step_length(before, Step.COOPERATE, channel))
        visits = share[channel] * longer * float(known.total("contact_hours")[channel])
        items.append(Item(name, search + visits, leads * getattr(bank, f"cost_{name}")))
    more = part(float(np.dot(share, found)), float(found.sum()))
    steps = (Step.PROFILE, Step.ASSIGN, Step.TARGET, Step.PLAN)
    desk = sum(float(spent[step]) * part(step_length(after, step, 0), step_length(before, step, 0)) for step in steps)
    followed = times(before.prospecting, after.prospecting, "follow_up") * float(spent[Step.FOLLOW_UP])
    items += [Item("screening, research, planning", more * desk, 0.0), Item("follow-up", more * followed, 0.0)]
    return Bill(tuple(items), bank.wage)


def grown(before: Rules, after: Rules, channel: int) -> float:
    """How many times as many leads a channel brings."""
    name = f"by_{Channel.names()[channel]}"
    return times(before.prospecting, after.prospecting, name)


def step_length(rules: Rules, step: int, channel: int) -> float:
    """The mean hours of a step for a lead of a channel near the branch, as the acts have it."""
    joint = rules.prospecting.joint_marketing
    alone, together = (_step_hours(rules, step, channel, share) for share in (0.0, 1.0))
    return alone + joint * (together - alone)


def _step_hours(rules: Rules, step: int, channel: int, joint: float) -> float:
    """The hours of a step where no visit is a joint one, or every one is."""
    prospecting = rules.prospecting.model_copy(update={"joint_marketing": joint})
    world: Any = SimpleNamespace(rules=[rules], in_force=[SimpleNamespace(prospecting=prospecting)])
    lead: Any = SimpleNamespace(step=step, channel=channel, region=Region.HOME, key=0)
    return step_hours(world, lead, 0)


def of_maintaining(known: Experience, strategy: Strategy) -> Bill:
    """The bill of serving customers: visits and problems by tier, unasked care, what costs by the month, listening."""
    before, after = known.rules, known.under(strategy)
    old, new, hours = before.maintenance, after.maintenance, known.total("hours")
    visits = known.total("tier_hours").astype(float)
    items = []
    contacts = 0.0
    for tier, name in enumerate(Tier.names()):
        ratios = [part(work_length(after, work, tier), work_length(before, work, tier)) for work in SERVED]
        problems = float(hours[Work.PROBLEM]) * part(float(visits[tier]), float(visits.sum()))
        items.append(Item(f"visits of {name} customers", ratios[0] * float(visits[tier]) + ratios[1] * problems, 0.0))
        contacts += times(old, new, f"touch_{name}") * float(known.total("touched")[tier])
    items.append(Item("unasked care", contacts * work_length(after, Work.CARE, 0), contacts * new.distinctive))
    there = float(known.total("tiers").sum())
    items.append(Item("what every customer costs by the month", 0.0, there * upkeep(after)))
    sooner = part(old.survey_every, new.survey_every) * times(old, new, "survey_sample")
    items.append(Item("surveys", 0.0, sooner * SURVEY_COST * float(known.total("surveyed"))))
    rescues = times(old, new, "rescue") * float(hours[Work.RESCUE])
    items.append(Item("visits to customers about to be lost", rescues, 0.0))
    return Bill(tuple(items), known.scenario.bank.wage)


SERVED = (Work.SERVICE, Work.PROBLEM)
"""Work that customers ask for."""


def work_length(rules: Rules, work: int, tier: int) -> float:
    """The mean hours of a piece of work for a customer of a tier, as the acts have it."""
    care = getattr(rules.maintenance, f"care_{Tier.names()[tier]}")
    world: Any = SimpleNamespace(rules=[rules], in_force=[rules], branch=[SimpleNamespace(process=1.0)])
    customer: Any = SimpleNamespace(care=care)
    return usual_hours(world, customer, work, 0)


def upkeep(rules: Rules) -> float:
    """What every customer costs a month beside its accounts, CNY, as the books have it."""
    branch = SimpleNamespace()
    world: Any = SimpleNamespace(rules=[rules], in_force=[rules], branch=[branch])
    keep_up(world)
    return float(branch.upkeep) / FEN


def times(before: Settings, after: Settings, name: str) -> float:
    """How many times as much of something a strategy has.

    Raises:
        CrmsimError: the baseline has none of it, so that nothing is known of what it costs.
    """
    old, new = getattr(before, name), getattr(after, name)
    if not old and new:
        raise CrmsimError(f"{name} = {new} has no price, since the baseline has none of it; begin with one that has")
    return part(new, old)


def part(some: float, whole: float) -> float:
    """A quotient; where there was nothing before, nothing is known of it and nothing is reckoned."""
    return float(some) / float(whole) if whole else 0.0


def spent_on_developing(months: Records, wage: float) -> float:
    """What winning customers has cost in some months, CNY: leads, and hours at wage."""
    hours = months["hours"].sum(axis=0)[[Work.PROSPECT, Work.FOLLOW_UP]].sum()
    return paid(months, Account.CHANNEL_COST) + wage * float(hours)


def spent_on_maintaining(months: Records, wage: float) -> float:
    """What serving customers has cost in some months, CNY: care, upkeep and surveys, and hours at wage."""
    hours = months["hours"].sum(axis=0)[[Work.SERVICE, Work.PROBLEM, Work.CARE, Work.RESCUE]].sum()
    return paid(months, Account.MAINTENANCE_COST, Account.SURVEY_COST) + wage * float(hours)


def paid(months: Records, *accounts: int) -> float:
    """What was posted to some accounts of costs, CNY."""
    return -float(months["ledger"].sum(axis=0)[list(accounts)].sum()) / FEN
