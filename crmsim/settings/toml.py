"""Scenario files: TOML in and out, exactly; every mistake with its line."""

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from crmsim.errors import ScenarioError
from crmsim.settings.fields import about
from crmsim.settings.lines import line_at, lines_of
from crmsim.settings.mistakes import mistakes_in, nearest, short
from crmsim.settings.scenario import STRATEGIES, Scenario

MOST_BYTES = 1_000_000
"""The size of a scenario file past which it is no scenario."""

DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"(?:[^"\\\n]|\\.){0,200}+"|'[^'\n]{0,200}+')[ \t]*+\.[ \t]*+){64}""")
"""A dotted name of more than 64 parts, for which Python's reader of TOML takes as long as their square.

Quoted parts are looked at up to 200 characters, so that the look itself takes no longer than the text.
"""


def packaged() -> Mapping[str, Traversable]:
    """The scenarios that come with the package, by name."""
    found = sorted(files("crmsim").joinpath("scenarios").iterdir(), key=lambda entry: entry.name)
    return {entry.name.removesuffix(".toml"): entry for entry in found if entry.name.endswith(".toml")}


def scenarios() -> tuple[str, ...]:
    """The names of the packaged scenarios."""
    return tuple(packaged())


def load(source: str | Path) -> Scenario:
    """The packaged scenario of that name, or the one in a TOML file.

    Raises:
        ScenarioError: there is none, or it has mistakes (all of them are named).
    """
    known = packaged()
    if str(source) in known:
        return parse(known[str(source)].read_text("utf-8"), str(source))
    path = Path(source)
    if path.suffix != ".toml" and not is_there(path):
        raise ScenarioError(f"no scenario '{source}'; {nearest(str(source), known)} (or give the path of a TOML file)")
    return parse(read_text(path), str(path))


def is_there(path: Path) -> bool:
    """Whether something stands at a path, or may do so: what keeps us from looking is told when it is read."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def read_text(path: Path) -> str:
    """The text of a small UTF-8 file.

    Raises:
        ScenarioError: it is not there, not readable, too long, or not text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read ({error.strerror}); give a TOML file that you may read") from None
    if len(data) > MOST_BYTES:
        raise ScenarioError(f"{path}: is longer than {MOST_BYTES} bytes, the most a scenario may have; is it one?")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError(
            f"{path}: byte {error.start} is not UTF-8 text; save the scenario as a UTF-8 TOML file"
        ) from None


def parse(text: str, where: str = "scenario") -> Scenario:
    """A scenario from TOML text; later strategies inherit what they do not say from the one before.

    Raises:
        ScenarioError: with a sentence for every mistake, its line named.
    """
    if not text.strip():
        raise ScenarioError(f"{where}: is empty; start from `crmsim new FILE`")
    data = data_of(text, where)
    data["schedule"] = _inherited(data.get("schedule", [{}]))
    lines = lines_of(text)
    try:
        return Scenario.model_validate(data)
    except ValidationError as error:
        found = mistakes_in(error, Scenario, where, lambda place: line_at(lines, place))
        raise ScenarioError(*dict.fromkeys(found)) from None


def data_of(text: str, where: str, wanted: str = "a scenario; start from `crmsim new FILE`") -> dict[str, Any]:
    """TOML text as plain data.

    Args:
        text: the text.
        where: the file.
        wanted: what it should be, and the remedy.

    Raises:
        ScenarioError: it is none, or nested beyond all use, over which a reader would brood for minutes.
    """
    try:
        if not DEEP.search(text):
            return tomllib.loads(text)
    except ValueError as error:  # a TOMLDecodeError, or a number with more digits than Python reads
        raise ScenarioError(f"{where}: is not TOML: {short(str(error))}; mend that place") from None
    except RecursionError:
        pass
    raise ScenarioError(f"{where}: is nested too deeply to be {wanted}")


def _inherited(schedule: Any) -> Any:
    """The schedule with what each strategy leaves unsaid taken from the one before it."""
    if not isinstance(schedule, list) or not all(isinstance(strategy, dict) for strategy in schedule):
        return schedule
    whole: list[dict[str, Any]] = []
    for strategy in schedule:
        before = whole[-1] if whole else {}
        merged = {**strategy}
        for group in STRATEGIES:
            said, told_before = strategy.get(group, {}), before.get(group, {})
            if isinstance(said, dict) and isinstance(told_before, dict):
                merged[group] = {**told_before, **said}
        whole.append(merged)
    return whole


def dump(scenario: Scenario, *, commented: bool = False) -> str:
    """A scenario as TOML text that `parse` reads back exactly.

    Args:
        scenario: the scenario to write.
        commented: whether each setting's meaning, unit, bounds and course item stand above it.
    """
    parts = [*_entries(scenario, commented)]
    for name in ("market", "bank"):
        parts += ["", f"[{name}]", *_entries(getattr(scenario, name), commented)]
    for strategy in scenario.schedule:
        parts += ["", "[[schedule]]", *_entries(strategy, commented)]
        for name in STRATEGIES:
            parts += ["", f"[schedule.{name}]", *_entries(getattr(strategy, name), commented)]
    return "\n".join(parts) + "\n"


def _entries(group: BaseModel, commented: bool) -> Iterator[str]:
    """The lines of one group's own settings."""
    for name, field in type(group).model_fields.items():
        value = getattr(group, name)
        if isinstance(value, BaseModel | tuple):
            continue
        if commented:
            facts = about(field)
            bounds = f" {facts.unit}, {facts.bounds[0]} to {facts.bounds[1]} (course {facts.item})" if facts else ""
            yield f"# {field.description}{bounds}"
        yield f"{name} = {literal(value)}"


def literal(value: str | float | bool) -> str:
    """A value as TOML writes it, floats to the last bit."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(_escaped(character) for character in value) + '"'
    return repr(value) if math.isfinite(value) else str(value)


def _escaped(character: str) -> str:
    """A character as it stands in a TOML string."""
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08x}"
