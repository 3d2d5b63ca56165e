"""Small rules about JSON values that write down what is wrong and where, in Slack's words."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

Problems = list[str]
Rule = Callable[[Any, str, Problems], None]


def complain(problems: Problems, reason: str, pointer: str) -> None:
    """Add one reason with its place."""
    problems.append(f"{reason} [json-pointer:{pointer}]")


def anything(value: Any, pointer: str, problems: Problems) -> None:
    """Accepts all."""


def boolean(value: Any, pointer: str, problems: Problems) -> None:
    """True or false."""
    if not isinstance(value, bool):
        complain(problems, "must provide a boolean", pointer)


def string(longest: int, shortest: int = 0) -> Rule:
    """Text of so many characters."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, str):
            complain(problems, "must provide a string", pointer)
        elif len(value) > longest:
            complain(problems, f"must be less than {longest + 1} characters", pointer)
        elif len(value) < shortest:
            complain(problems, f"must be more than {shortest - 1} characters", pointer)

    return check


def matching(pattern: str, reason: str) -> Rule:
    """Text of a form."""
    compiled = re.compile(pattern)

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            complain(problems, reason, pointer)

    return check


def number(lowest: int, highest: int) -> Rule:
    """A whole number between two others."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            complain(problems, "must provide an integer", pointer)
        elif value < lowest:
            complain(problems, f"must be greater than {lowest - 1}", pointer)
        elif value > highest:
            complain(problems, f"must be less than {highest + 1}", pointer)

    return check


def one_of(*values: str) -> Rule:
    """One of a few words."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if value not in values:
            complain(problems, "must be a valid enum value", pointer)

    return check


def array(rule: Rule, *, most: int, fewest: int = 0) -> Rule:
    """A list of so many things that each keep a rule."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, list):
            complain(problems, "must provide an array", pointer)
            return
        if len(value) > most:
            complain(problems, f"no more than {most} items allowed", pointer)
        elif len(value) < fewest:
            complain(problems, f"no fewer than {fewest} items allowed", pointer)
        for index, one in enumerate(value[:most]):
            rule(one, f"{pointer}/{index}", problems)

    return check


def thing(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, *rules: Rule) -> Rule:
    """An object with these keys and no others; `rules` look at it as a whole."""
    known = {**required, **(optional or {})}

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            complain(problems, "must provide an object", pointer)
            return
        for key in required:
            if key not in value:
                complain(problems, f"missing required field: {key}", pointer)
        for key, inner in value.items():
            rule = known.get(key)
            if rule is None:
                complain(problems, f"invalid additional property: {key}", pointer)
            elif inner is not None or key in required:
                rule(inner, f"{pointer}/{key}", problems)
        for rule in rules:
            rule(value, pointer, problems)

    return check


def by_type(kinds: Mapping[str, Rule], allowed: Collection[str] | None = None) -> Rule:
    """An object whose `type` says which rule it keeps; only `allowed` types when given."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            complain(problems, "must provide an object", pointer)
            return
        kind = value.get("type")
        if kind is None:
            complain(problems, "missing required field: type", pointer)
        elif not isinstance(kind, str) or kind not in kinds or (allowed is not None and kind not in allowed):
            complain(problems, f"unsupported type: {kind}", f"{pointer}/type")
        else:
            kinds[kind](value, pointer, problems)

    return check


def text_object(longest: int, *kinds: str, shortest: int = 1) -> Rule:
    """A text object; without `kinds`, plain_text and mrkdwn are both welcome."""
    welcome = kinds or ("plain_text", "mrkdwn")
    letters = string(longest, shortest)
    rules = {
        "plain_text": thing({"type": anything, "text": letters}, {"emoji": boolean}),
        "mrkdwn": thing({"type": anything, "text": letters}, {"verbatim": boolean}),
    }
    return by_type({kind: rules[kind] for kind in welcome})


def plain(longest: int, shortest: int = 1) -> Rule:
    """A plain_text object."""
    return text_object(longest, "plain_text", shortest=shortest)
