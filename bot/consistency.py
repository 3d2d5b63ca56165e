"""Whether the parts of desk.toml fit together: every name that is used is defined, and none is defined twice."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from bot.articles import LOCALE
from bot.clippings import FALL_BACK
from bot.desk_file import Place

if TYPE_CHECKING:
    from bot.programme import Condition, Destination, Programme

Mistake = tuple[Place, str]

SIGN = re.compile(r"[^\w\s]\s*\{signature\}")
"""What tells a signature from the same word in a text, which then does not pass for signed."""


def mistakes(programme: "Programme") -> list[Mistake]:
    """Everything that does not fit, with the place to mend."""
    return [
        *doubles(programme),
        *unknown_queues(programme),
        *unknown_names(programme),
        *unusable(programme),
        *styles(programme),
    ]


def doubles(programme: "Programme") -> Iterator[Mistake]:
    """Names defined twice."""
    yield from twice("accounts", "handle", (each.handle.lower() for each in programme.accounts))
    yield from twice("searches", "name", (each.name for each in programme.searches))
    yield from twice("queues", "key", (each.key for each in programme.queues))
    yield from twice("queues", "channel", (each.channel for each in programme.queues))
    yield from ambiguous_words(programme)
    yield from twice("reasons", "name", (each.name.lower() for each in programme.reasons))
    yield from twice("tags", "name", (each.name.lower() for each in programme.tags))
    yield from twice("standups", "key", (each.key for each in programme.standups))
    for _, words in twice("skip_reasons", "", (each.casefold() for each in programme.skip_reasons)):
        yield ("skip_reasons",), words


def twice(table: str, key: str, names: Iterable[str]) -> Iterator[Mistake]:
    """The second of each two entries of one name."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield (table, number, key), f'"{name}" is already taken further up; each needs its own'
        seen.add(name)


def ambiguous_words(programme: "Programme") -> Iterator[Mistake]:
    """Further words of a queue that stand for another one, too."""
    names = [{each.casefold() for each in (queue.key, queue.name, queue.channel)} for queue in programme.queues]
    for number, queue in enumerate(programme.queues):
        others = {name for other, known in enumerate(names) if other != number for name in known}
        others |= {word.casefold() for earlier in programme.queues[:number] for word in earlier.words}
        for word in queue.words:
            if word.casefold() in others:
                yield ("queues", number, "words"), f'"{word}" stands for another queue already; each needs its own'


def unknown_queues(programme: "Programme") -> Iterator[Mistake]:
    """Queues that are named but not defined."""
    queues = {each.key for each in programme.queues}
    named: list[tuple[Place, str]] = [
        (("default_queue",), programme.default_queue),
        (("escalation", "queue"), programme.escalation.queue),
    ]
    named += [(("rules", number, "queue"), rule.queue) for number, rule in enumerate(programme.rules) if rule.queue]
    offered = [((*place, "queue"), each.queue) for place, each in destinations(programme)]
    yield from unknown("queue", [*named, *offered], queues)
    for place, name in offered:
        if name == programme.escalation.queue:
            yield place, "nothing moves to the escalation queue with one click: managers need a reason and a note"
    escalations = [each.key for each in programme.queues if each.escalation]
    if programme.escalation.queue in queues and escalations != [programme.escalation.queue]:
        yield ("escalation", "queue"), "exactly this queue, and no other, must say `escalation = true`"


def unknown_names(programme: "Programme") -> Iterator[Mistake]:
    """Accounts, searches, reasons, kinds and tags that are named but not defined."""
    handles = {each.handle for each in programme.accounts}
    reasons = {each.name for each in programme.reasons}
    tags = {each.name for each in programme.tags}
    accounts: list[tuple[Place, str]] = [
        (("accounts", number, "answers_from"), account.answers_from)
        for number, account in enumerate(programme.accounts)
        if account.answers_from
    ]
    for number, search in enumerate(programme.searches):
        accounts += [(("searches", number, "account"), search.account)]
        accounts += [(("searches", number, "answers_from"), search.answers_from)]
    closes: list[tuple[Place, str | None]] = [
        (("tags", number, "closes_as"), tag.closes_as) for number, tag in enumerate(programme.tags)
    ]
    closes += [(("silence_reason",), programme.silence_reason), (("deleted_reason",), programme.deleted_reason)]
    closes += [(("likes", "closes_as"), programme.likes.closes_as), (("old", "closes_as"), programme.old.closes_as)]
    celebrity: list[tuple[Place, str]] = [(("celebrity", "tag"), programme.celebrity.tag)]
    for number, rule in enumerate(programme.rules):
        yield from unknown("kind", [(("rules", number, "kind"), rule.kind or programme.kinds[0])], set(programme.kinds))
        yield from unknown("tag", [(("rules", number, "tags"), name) for name in rule.tags], tags)
    for place, when in conditions(programme):
        accounts += [((*place, "account"), name) for name in when.account]
        yield from unknown("kind", [((*place, "kind"), name) for name in when.kind], set(programme.kinds))
        yield from unknown("tag", [((*place, "tags"), name) for name in when.tags], tags)
        searches = {each.name for each in programme.searches}
        yield from unknown("search", [((*place, "search"), name) for name in when.search], searches)
        marks = [((*place, "customer_tags"), name) for name in when.customer_tags]
        yield from unknown("customer tag", marks, set(programme.customer_tags))
    yield from unknown("account", accounts, handles)
    yield from unknown("reason", [(place, name) for place, name in closes if name], reasons)
    if programme.knowledge_base is not None and programme.knowledge_base.needed:
        celebrity.append((("knowledge_base", "needed"), programme.knowledge_base.needed))
    yield from unknown("tag", celebrity, tags)
    offered = [(("likes", "kinds"), name) for name in programme.likes.kinds]
    offered += [(("retweets", "kinds"), name) for name in programme.retweets.kinds]
    yield from unknown("kind", offered, set(programme.kinds))
    yield from unknown("tag", [(("retweets", "tags"), name) for name in programme.retweets.tags], tags)
    ideas = [(("retweets", "reason"), programme.retweets.reason)] if programme.retweets.reason else []
    yield from unknown("reason for escalating", ideas, set(programme.escalation.reasons))
    people: list[tuple[Place, str]] = [(("community_tag",), programme.community_tag)] if programme.community_tag else []
    people += [(("care_tags",), name) for name in programme.care_tags]
    yield from unknown("customer tag", people, set(programme.customer_tags))


def conditions(programme: "Programme") -> Iterator[tuple[Place, "Condition"]]:
    """Every `when` there is, of rules and of where a click moves."""
    yield from ((("rules", number, "when"), rule.when) for number, rule in enumerate(programme.rules))
    yield from (((*place, "when"), each.when) for place, each in destinations(programme))


def destinations(programme: "Programme") -> Iterator[tuple[Place, "Destination"]]:
    """Everywhere one click moves."""
    for number, queue in enumerate(programme.queues):
        yield from ((("queues", number, "moves_to", place), each) for place, each in enumerate(queue.moves_to))


def unknown(what: str, named: Iterable[tuple[Place, str]], known: set[str]) -> Iterator[Mistake]:
    """A sentence for each name that is not among the known."""
    for place, name in named:
        if name not in known:
            yield place, f'there is no {what} "{name}"; expected one of {", ".join(sorted(known)) or "none, so far"}'


def unusable(programme: "Programme") -> Iterator[Mistake]:
    """Patterns and phrases that are none, signatures that nothing can be put into, periods that never come."""
    for key in ("bug", "forum"):
        try:
            re.compile(getattr(programme.links, key))
        except re.error as error:
            yield ("links", key), f"expected a regular expression: {error}"
    for place, when in conditions(programme):
        for phrase in when.words:
            if not phrase.strip() or not all(all(each.split("|")) for each in phrase.split()):
                yield (
                    (*place, "words"),
                    f'"{phrase}" has a bar without a word beside it; write "tabs|history is|are gone"',
                )
    if "{signature}" not in programme.pseudonym_signature:
        yield ("pseudonym_signature",), "expected a text that holds {signature}"
    elif not SIGN.search(programme.pseudonym_signature):
        sign = "begin with a sign, such as ^ or -, right before {signature}"
        yield ("pseudonym_signature",), f"{sign}: a text that holds its author's name goes out unsigned else"
    for handle in programme.community_handles:
        if handle in {each.handle.lower() for each in programme.accounts}:
            yield ("community_handles",), f"@{handle} is an account of ours; name people of the community"
    times = programme.times
    if times.play_reminder_minutes >= times.play_end_minutes:
        yield ("times", "play_reminder_minutes"), f"expected less than `play_end_minutes`, {times.play_end_minutes}"
    if times.history_recent_days > times.history_days:
        yield ("times", "history_recent_days"), f"expected at most `history_days`, {times.history_days}"
    if not programme.accounts:
        yield ("accounts",), "expected at least one [[accounts]]"


def styles(programme: "Programme") -> Iterator[Mistake]:
    """Styles of no language, and none to stand in for those that lack one."""
    for language in programme.style:
        if not LOCALE.fullmatch(language):
            yield ("style", language), "expected a language, such as [style.de] or [style.pt-BR]"
    if programme.style and FALL_BACK not in programme.style:
        yield ("style",), f"[style.{FALL_BACK}] is missing; it stands in for languages without one"
