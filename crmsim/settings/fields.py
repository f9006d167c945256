"""What every setting tells about itself: sliders, command-line help, documents, checks and probes derive from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import MappingProxyType
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

Number = float | int | bool


class Settings(BaseModel):
    """A group of settings: frozen, strict, and closed to unknown names."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


@dataclass(frozen=True)
class About:
    """What a setting is for and how it shows.

    Attributes:
        unit: the unit of its value.
        bounds: the least and the greatest value allowed.
        item: the course item it belongs to.
        indicator: the KPI that it moves most directly.
        direction: +1 if a greater value raises that indicator, -1 if it lowers it.
        probe: a low and a high value between which the effect shows.
        given: other settings, by path, under which it shows.
        source: whose figure the default is.
    """

    unit: str
    bounds: tuple[Number, Number]
    item: str
    indicator: str
    direction: int
    probe: tuple[Number, Number]
    given: Mapping[str, Number]
    source: str


# The result stands where the field's own type is declared, so no narrower return type than Any can be named.
def setting(  # noqa: PLR0913  # a setting tells this much about itself
    default: Number,
    unit: str,
    bounds: tuple[Number, Number],
    item: str,
    *,
    probe: tuple[Number, Number],
    raises: str = "",
    lowers: str = "",
    given: Mapping[str, Number] = MappingProxyType({}),
    source: str = "assumption",
) -> Any:
    """Declare a setting; the docstring under it gives its meaning in one sentence.

    Args:
        default: value where the scenario says nothing.
        unit: the unit of its value.
        bounds: the least and the greatest value allowed.
        item: the course item it belongs to.
        probe: a low and a high value between which its effect shows.
        raises: the KPI that a greater value raises most directly, or else
        lowers: the KPI that a greater value lowers most directly.
        given: other settings, by path, under which the effect shows.
        source: whose figure the default is, or was fitted to.
    """
    facts = About(unit, bounds, item, raises or lowers, 1 if raises else -1, probe, given, source)
    limits: dict[str, Any] = {} if isinstance(default, bool) else {"ge": bounds[0], "le": bounds[1]}
    return Field(default, json_schema_extra={"about": cast("Any", facts)}, **limits)


@dataclass(frozen=True)
class Lever:
    """One setting with its place in the scenario.

    Attributes:
        path: dotted path, as in a scenario file.
        kind: the type of its value.
        default: value where the scenario says nothing.
        meaning: one sentence.
        about: unit, bounds, course item, indicator and probe.
    """

    path: str
    kind: type
    default: Number
    meaning: str
    about: About

    @property
    def label_key(self) -> str:
        """The key of its label in the language catalogues."""
        return f"setting.{self.path}"

    def row(self) -> dict[str, Any]:
        """All of it as plain values, for tables and JSON."""
        about = self.about
        return {
            "path": self.path,
            "unit": about.unit,
            "low": about.bounds[0],
            "high": about.bounds[1],
            "default": self.default,
            "item": about.item,
            "source": about.source,
            "label_key": self.label_key,
            "indicator": about.indicator,
            "direction": about.direction,
            "probe": list(about.probe),
            "given": dict(about.given),
            "meaning": self.meaning,
        }


def about(field: FieldInfo) -> About | None:
    """What a model's field tells about itself, or None if it is no setting."""
    extra = field.json_schema_extra
    found = extra.get("about") if isinstance(extra, dict) else None
    return found if isinstance(found, About) else None


def levers_of(model: type[BaseModel], prefix: str) -> Iterator[Lever]:
    """Every setting of a group, in the order of its definition, its path starting with `prefix`."""
    for name, field in model.model_fields.items():
        facts = about(field)
        if facts is not None and isinstance(field.annotation, type):
            yield Lever(prefix + name, field.annotation, field.default, field.description or "", facts)


def names_in(group: type) -> list[str]:
    """The names of what stands in a group of settings, in their order; none for a single value's type."""
    if is_dataclass(group):
        return [field.name for field in fields(group)]
    return list(group.model_fields) if issubclass(group, BaseModel) else []
