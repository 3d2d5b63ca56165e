"""X's posts as ours: reading its JSON leniently, whichever of its names for a field it uses."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.networks.base import Author, Mention, Posted
from bot.text import clean, clean_line

NAME = "x"
FIRST_MOMENT = 1288834974657
"""X's numbers count milliseconds from here, shifted by 22 bits. Source: X, "Snowflake"."""

STATUS_LINK = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(\w{1,15})/status/(\d+)")
ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))

POST_FIELDS = (
    "author_id",
    "conversation_id",
    "created_at",
    "edit_history_tweet_ids",
    "entities",
    "lang",
    "note_tweet",
    "public_metrics",
    "referenced_tweets",
    "reply_settings",
)
USER_FIELDS = ("name", "public_metrics", "username", "verified_type")

COUNTS = {"like_count": "likes", "retweet_count": "reposts", "reply_count": "replies", "quote_count": "quotes"}
RENAMED = {"in": "id", "iw": "he", "ji": "yi"}
"""X's codes of old, and what they are called today."""

MAY_REPLY = {
    "mentionedUsers": "only those it mentions",
    "following": "only those its author follows",
    "subscribers": "only those who subscribe to its author",
    "verified": "only verified accounts",
    "other": "not everybody",
}
"""Who else may reply when not everybody may; whom the post itself mentions always may."""


def number_at(moment: datetime) -> int:
    """The smallest number a post written at this moment can have."""
    return max(0, int(moment.timestamp() * 1000) - FIRST_MOMENT) << 22


def moment_of(number: int) -> datetime:
    """When a post of this number was written."""
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=(number >> 22) + FIRST_MOMENT)


def authors_in(answer: dict[str, Any]) -> dict[str, Author]:
    """The authors that came with an answer, by their numbers."""
    return {str(user["id"]): author_of(user) for user in (answer.get("includes") or {}).get("users") or ()}


def author_of(user: dict[str, Any]) -> Author:
    """A user as X shows them; a name is put on one line and cut to what a card can show."""
    return Author(
        id=str(user["id"]),
        handle=str(user.get("username") or ""),
        name=clean_line(str(user.get("name") or ""), 100),
        followers=(user.get("public_metrics") or {}).get("followers_count"),
        verified=str(user.get("verified_type") or "none"),
    )


def posts_in(answer: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The posts of an answer, as they came."""
    return tuple(answer.get("data") or ())


def mention_of(post: dict[str, Any], author: Author) -> Mention:
    """A post as a mention: links spelled out, escapes undone, all its numbers."""
    number = str(post["id"])
    references = dict(references_of(post))
    quoted = references.get("quoted")
    return Mention(
        network=NAME,
        id=number,
        thread=str(post.get("conversation_id") or number),
        author=author,
        text=text_of(post),
        posted_at=written_at(post),
        language=language_of(post),
        url=address(author.handle, number),
        mentions=mentioned_in(post),
        replying_to=references.get("replied_to"),
        quotes=quoted,
        quotes_author=author_quoted(post, quoted),
        reposts_of=references.get("retweeted") or references.get("reposted"),
        versions=tuple(map(str, post.get("edit_history_tweet_ids") or (number,))),
        about=about(post),
    )


def posted_of(post: dict[str, Any], account: str) -> Posted:
    """A post on one of our own timelines."""
    number = str(post["id"])
    return Posted(
        id=number,
        account=account,
        text=text_of(post),
        at=written_at(post),
        replying_to=dict(references_of(post)).get("replied_to"),
        url=address(account, number),
    )


def address(handle: str, number: str) -> str:
    """Where a post is read; X finds it by its number alone when the handle is not known."""
    return f"https://x.com/{handle or 'i'}/status/{number}"


def references_of(post: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a post refers to, by kind. X renames `referenced_tweets` to `referenced_posts`; both are read."""
    for reference in post.get("referenced_posts") or post.get("referenced_tweets") or ():
        yield str(reference.get("type")), str(reference.get("id"))


def written_at(post: dict[str, Any]) -> datetime:
    """When a post was written; its number says so too, to the millisecond."""
    said = post.get("created_at")
    return datetime.fromisoformat(str(said)).astimezone(UTC) if said else moment_of(int(post["id"]))


def language_of(post: dict[str, Any]) -> str:
    """The language X found, by today's code; empty when it found none (`und`, or its codes for posts without words)."""
    language = str(post.get("lang") or "")
    return "" if language == "und" or language.startswith("q") else RENAMED.get(language, language)


def text_of(post: dict[str, Any]) -> str:
    """The whole text, of a long post too, with its links spelled out; pictures' own links are left out."""
    note = post.get("note_tweet") or {}
    text = str(note.get("text") or post.get("text") or "")
    for link in {each["url"]: each for each in links_of(post) if each.get("url")}.values():
        spelled = "" if link.get("media_key") else str(link.get("expanded_url") or link["url"])
        text = text.replace(str(link["url"]), spelled)
    for escaped, letter in ESCAPED:
        text = text.replace(escaped, letter)
    return clean(text)


def parts_of(post: dict[str, Any], kind: str) -> Iterable[dict[str, Any]]:
    """The entities of a kind, of the long text as well as of the short one."""
    for owner in (post, post.get("note_tweet") or {}):
        yield from (owner.get("entities") or {}).get(kind) or ()


def links_of(post: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The links in a post."""
    return parts_of(post, "urls")


def mentioned_in(post: dict[str, Any]) -> tuple[str, ...]:
    """The handles a post names, lower case, each once."""
    return tuple(dict.fromkeys(str(each.get("username") or "").lower() for each in parts_of(post, "mentions")))


def author_quoted(post: dict[str, Any], quoted: str | None) -> str | None:
    """Whose post is quoted, read off the link to it that X puts in the text; asking X would cost a user read."""
    for link in links_of(post):
        found = STATUS_LINK.match(str(link.get("expanded_url") or ""))
        if found and found[2] == quoted:
            return found[1]
    return None


def about(post: dict[str, Any]) -> dict[str, Any]:
    """What else X says of a post: its likes, reposts, replies and quotes, and who may answer it."""
    metrics = post.get("public_metrics") or {}
    said: dict[str, Any] = {name: metrics[key] for key, name in COUNTS.items() if key in metrics}
    if post.get("reply_settings") in MAY_REPLY:
        said["may reply"] = MAY_REPLY[post["reply_settings"]]
    return said
