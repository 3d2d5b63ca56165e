"""X's query language for recent search: reading a query and trying it on a post."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.x.posts import Post

WORD = re.compile(r"\w+")
PIECES = re.compile(
    r"""\s*(?:
    (?P<open>-?\() | (?P<close>\)) | (?P<either>OR\b) |
    (?P<minus>-?)(?:
        "(?P<phrase>[^"]*)" |
        (?P<operator>[a-z_]+):(?P<value>"[^"]*"|[^\s()]+) |
        (?P<word>[^\s()"]+)
    ))""",
    re.VERBOSE,
)
STANDALONE = {"from", "to", "url", "retweets_of", "conversation_id", "in_reply_to_tweet_id", "quotes_of_tweet_id"}
CONJOINED = {
    "is": {"retweet", "reply", "quote", "verified"},
    "has": {"hashtags", "links", "mentions", "media"},
}


class QueryError(ValueError):
    """A query that X would not understand; the text says where."""


@dataclass(frozen=True)
class Leaf:
    """One condition: an operator ("" for words and phrases) and its value in lower case."""

    operator: str
    value: str
    negated: bool = False

    def index_keys(self) -> list[str]:
        """What the index is asked for; empty when it cannot help."""
        if self.negated:
            return []
        if self.operator == "":
            return [f"word:{word}" for word in words(self.value)] if self.value.isascii() else []
        if self.operator in ("#", "@", "from"):
            return [f"{self.operator}:{self.value}"]
        return []

    def matches(self, post: Post) -> bool:
        """Whether a post fulfils this condition."""
        return holds(self, post) is not self.negated

    def standalone(self) -> bool:
        """Whether X lets the condition be a query of its own."""
        return not self.negated and self.operator not in ("is", "has", "lang")


@dataclass(frozen=True)
class Group:
    """Several conditions, all of which ("and") or one of which ("or") must hold."""

    way: str
    parts: "tuple[Leaf | Group, ...]"
    negated: bool = False

    def matches(self, post: Post) -> bool:
        """Whether a post fulfils the group."""
        found = (part.matches(post) for part in self.parts)
        return (all(found) if self.way == "and" else any(found)) is not self.negated

    def standalone(self) -> bool:
        """Whether something in it may stand alone: in one part of an "and", in all of an "or"."""
        if self.negated:
            return False
        found = (part.standalone() for part in self.parts)
        return any(found) if self.way == "and" else all(found)


def parse(query: str) -> Leaf | Group:
    """Read a query; raises QueryError. AND (a space) binds before OR, a minus negates what follows."""
    pieces, at = [], 0
    query = query.strip()
    while at < len(query):
        match = PIECES.match(query, at)
        if match is None or match.end() == at:
            raise QueryError(f"no viable alternative at character '{query[at]}' (at position {at + 1})")
        pieces.append(match)
        at = match.end()
    if not pieces:
        raise QueryError("a query needs at least one term")
    tree, rest = _either(pieces)
    if rest:
        raise QueryError(f"missing EOF at '{rest[0].group().strip()}' (at position {rest[0].start() + 1})")
    if not tree.standalone():
        raise QueryError("a query needs at least one standalone operator that is not negated")
    return tree


def _either(pieces: "list[re.Match[str]]") -> "tuple[Leaf | Group, list[re.Match[str]]]":
    first, rest = _all(pieces)
    parts = [first]
    while rest and rest[0]["either"]:
        following, rest = _all(rest[1:])
        parts.append(following)
    return (first if len(parts) == 1 else Group("or", tuple(parts))), rest


def _all(pieces: "list[re.Match[str]]") -> "tuple[Leaf | Group, list[re.Match[str]]]":
    parts: list[Leaf | Group] = []
    while pieces and not pieces[0]["either"] and not pieces[0]["close"]:
        part, pieces = _one(pieces)
        parts.append(part)
    if not parts:
        raise QueryError("an operand is missing beside OR or inside parentheses")
    return (parts[0] if len(parts) == 1 else Group("and", tuple(parts))), pieces


def _one(pieces: "list[re.Match[str]]") -> "tuple[Leaf | Group, list[re.Match[str]]]":
    piece, rest = pieces[0], pieces[1:]
    if not piece["open"]:
        return _leaf(piece), rest
    inside, rest = _either(rest)
    if not rest or not rest[0]["close"]:
        raise QueryError("a closing parenthesis is missing")
    return Group("and", (inside,), negated=piece["open"].startswith("-")), rest[1:]


def _leaf(piece: "re.Match[str]") -> Leaf:
    negated = piece["minus"] == "-"
    if piece["phrase"] is not None:
        return Leaf("", piece["phrase"].lower(), negated)
    if piece["operator"]:
        operator, value = piece["operator"], piece["value"].strip('"').lower()
        if operator in CONJOINED and value not in CONJOINED[operator]:
            raise QueryError(f"Reference to invalid operator '{operator}:{value}'")
        if operator not in CONJOINED and operator not in STANDALONE and operator != "lang":
            raise QueryError(f"Reference to invalid operator '{operator}'")
        return Leaf(operator, value.lstrip("@") if operator in ("from", "to", "retweets_of") else value, negated)
    word = piece["word"]
    if word == "AND":
        raise QueryError("Ambiguous use of and as a keyword. Use a space to logically join two clauses")
    if word[0] in "#@" and len(word) > 1:
        return Leaf(word[0], word[1:].lower(), negated)
    return Leaf("", word.lower(), negated)


def holds(leaf: Leaf, post: Post) -> bool:
    """Whether a condition holds, its negation aside."""
    return TESTS[leaf.operator](post, leaf.value)


def _is(post: Post, value: str) -> bool:
    return {
        "retweet": post.repost_of is not None,
        "reply": post.in_reply_to is not None,
        "quote": post.quote is not None,
        "verified": post.author.verified_type != "none",
    }[value]


def _has(post: Post, value: str) -> bool:
    return bool(post.media) if value == "media" else {"links": "urls"}.get(value, value) in post.entities


def _among(kind: str, name: str) -> Callable[[Post, str], bool]:
    return lambda post, value: any(entity[name].lower() == value for entity in post.entities.get(kind, []))


def _has_phrase(post: Post, phrase: str) -> bool:
    text = post.text.lower()
    if not phrase.isascii():
        return phrase in text
    wanted = words(phrase)
    found = words(text)
    return any(found[at : at + len(wanted)] == wanted for at in range(len(found) - len(wanted) + 1))


def words(text: str) -> list[str]:
    """The words of a text, lower case, as search compares them."""
    return WORD.findall(text.lower())


TESTS: dict[str, Callable[[Post, str], bool]] = {
    "": _has_phrase,
    "#": _among("hashtags", "tag"),
    "@": _among("mentions", "username"),
    "from": lambda post, value: value in (post.author.handle.lower(), str(post.author.id)),
    "to": lambda post, value: post.in_reply_to is not None and post.wire_text.lower().startswith(f"@{value} "),
    "retweets_of": lambda post, value: post.repost_of is not None and post.text.lower().startswith(f"rt @{value}:"),
    "lang": lambda post, value: post.lang == value,
    "url": lambda post, value: any(value in url["expanded_url"].lower() for url in post.entities.get("urls", [])),
    "conversation_id": lambda post, value: str(post.conversation_id) == value,
    "in_reply_to_tweet_id": lambda post, value: str(post.in_reply_to) == value,
    "quotes_of_tweet_id": lambda post, value: str(post.quote) == value,
    "is": _is,
    "has": _has,
}
