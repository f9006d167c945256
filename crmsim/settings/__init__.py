"""What can be set: scenarios, their market, bank and strategies, and what each setting tells about itself."""

from crmsim.settings.bank import Bank
from crmsim.settings.exit import Exit
from crmsim.settings.fields import About, Lever, Number
from crmsim.settings.lookup import is_of_strategy, lever_at, strategy_levers, value_of, values_of
from crmsim.settings.market import APPROACH_CEILING, Market
from crmsim.settings.scenario import Rules, Scenario, levers, managers_for, validated
from crmsim.settings.strategy import Maintenance, Prospecting, Strategy
from crmsim.settings.toml import data_of, dump, load, packaged, parse, read_text, scenarios

__all__ = [
    "APPROACH_CEILING",
    "About",
    "Bank",
    "Exit",
    "Lever",
    "Maintenance",
    "Market",
    "Number",
    "Prospecting",
    "Rules",
    "Scenario",
    "Strategy",
    "data_of",
    "dump",
    "is_of_strategy",
    "lever_at",
    "levers",
    "load",
    "managers_for",
    "packaged",
    "parse",
    "read_text",
    "scenarios",
    "strategy_levers",
    "validated",
    "value_of",
    "values_of",
]
