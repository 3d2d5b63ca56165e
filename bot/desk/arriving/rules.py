"""Whether a rule of desk.toml holds for a post, and what all rules together say of it."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.desk.arriving.languages import includes
from bot.networks.base import Author, Mention
from bot.programme import Condition, Programme, Rule
from bot.programme_hints import Celebrity

NOT_WORDS = re.compile(r"https?://\S+|@\w+")
"""Links and handles are not what a post says: support.mozilla.org asks for nothing."""

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Facts:
    """What rules ask about. `tags` and `kind` are those that rules further up have set."""

    mention: Mention
    account: str
    search: str = ""
    language: str = ""
    customer_tags: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the rules say: the first queue and kind named, all tags, the sum of priorities, and why."""

    kind: str
    queue: str | None = None
    placed_by: str | None = None
    tags: tuple[str, ...] = ()
    priority: int = 0
    lines: tuple[str, ...] = field(default=())


def judged(facts: Facts, programme: Programme) -> Verdict:
    """Apply every rule from the top, then the one about celebrities."""
    unnamed = programme.kinds[-1]
    verdict, kind_by = Verdict(kind=""), ""
    tagged: list[Rule] = []
    said: list[str] = []
    for rule in programme.rules:
        if not holds(rule.when, replace(facts, tags=verdict.tags, kind=verdict.kind or unnamed)):
            continue
        if rule.kind and not verdict.kind:
            verdict, kind_by = replace(verdict, kind=rule.kind), rule.name
        if rule.queue and not verdict.queue:
            verdict = replace(verdict, queue=rule.queue, placed_by=rule.name)
        new = tuple(tag for tag in rule.tags if tag not in verdict.tags)
        verdict = replace(verdict, tags=(*verdict.tags, *new), priority=verdict.priority + rule.priority)
        if rule.say:
            said.append(rule.say)
        elif new or rule.priority:
            tagged.append(rule)
    fame = why_famous(facts.mention.author, programme.celebrity)
    if fame:
        verdict = famous(verdict, programme.celebrity)
        said.append(f"{programme.celebrity.tag}: {fame}. Take care.")
    kind = verdict.kind or unnamed
    lines = [f"{kind}: rule “{kind_by}”" if kind_by and kind_by != kind else "", *map(effect, tagged), *said]
    return replace(verdict, kind=kind, lines=tuple(line for line in lines if line))


def holds(when: Condition, facts: Facts) -> bool:
    """Whether everything a condition states holds; a list holds when any of its entries does."""
    mention, author = facts.mention, facts.mention.author
    stars = mention.about.get("stars")
    return (
        (not when.words or says(mention.text, when.words))
        and when.network in {None, mention.network}
        and among(mention.mentions, when.mentions)
        and among((facts.account,), when.account)
        and among((facts.search,), when.search)
        and (not when.language or any(includes(each, facts.language) for each in when.language))
        and among((mention.product,), when.product)
        and (when.stars_at_most is None or (stars is not None and stars <= when.stars_at_most))
        and (when.stars_at_least is None or (stars is not None and stars >= when.stars_at_least))
        and (when.followers_at_least is None or (author.followers or 0) >= when.followers_at_least)
        and (when.verified is None or (author.verified != "none") is when.verified)
        and among(facts.customer_tags, when.customer_tags)
        and among(facts.tags, when.tags)
        and among((facts.kind,), when.kind)
    )


def among(found: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether any of the found is wanted, whatever its case; nothing wanted holds always."""
    return not wanted or not {each.lower() for each in found}.isdisjoint(each.lower() for each in wanted)


def says(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text holds one of these words or phrases, whole and in any case; "crash*" finds crashing too.

    "tabs|history is|are gone" finds any of the words between which the bars stand.
    """
    plain = NOT_WORDS.sub(" ", text).replace("’", "'").replace("\ufe0f", "").lower()
    simple, pattern = sought(words)
    return not simple.isdisjoint(WORD.findall(plain)) or (pattern is not None and pattern.search(plain) is not None)


@lru_cache(maxsize=500)
def sought(words: tuple[str, ...]) -> tuple[frozenset[str], re.Pattern[str] | None]:
    """A rule's words: the simple ones as a set, which is quick to look into, the others as one pattern."""
    simple = frozenset(word.lower() for word in words if WORD.fullmatch(word))
    parts = [part_for(word) for word in words if word.lower() not in simple]
    return simple, re.compile("|".join(parts)) if parts else None


def part_for(word: str) -> str:
    """One word or phrase as a pattern: whole words, any white space between, a star for any ending, a bar for or."""
    stem = word.removesuffix("*").replace("’", "'").replace("\ufe0f", "").lower()
    part = r"\s+".join(f"(?:{'|'.join(map(re.escape, each.split('|')))})" for each in stem.split())
    before = r"(?<!\w)" if stem[:1].isalnum() else ""
    ending = r"\w*" if word.endswith("*") else r"(?!\w)" if stem[-1:].isalnum() else ""
    return f"{before}{part}{ending}"


def why_famous(author: Author, celebrity: Celebrity) -> str:
    """What makes an author an Internet celebrity; empty when nothing does."""
    if author.verified in celebrity.verified:
        return f"verified as {author.verified}"
    followers = author.followers or 0
    return f"{followers:,} followers" if followers >= celebrity.followers else ""


def famous(verdict: Verdict, celebrity: Celebrity) -> Verdict:
    """The verdict with the tag and the priority of a celebrity."""
    tags = verdict.tags if celebrity.tag in verdict.tags else (*verdict.tags, celebrity.tag)
    return replace(verdict, tags=tags, priority=verdict.priority + celebrity.priority)


def effect(rule: Rule) -> str:
    """What a rule did, when it brings no words of its own: its tags, and whether it moves the post up or down."""
    moved = "more urgent" if rule.priority > 0 else "less urgent" if rule.priority < 0 else ""
    done = ", ".join(each for each in (", ".join(rule.tags), moved) if each)
    return done if rule.tags == (rule.name,) else f"{done}: rule “{rule.name}”"
