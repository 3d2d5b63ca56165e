"""What X refuses when somebody posts, through the API or by hand."""

from datetime import timedelta

from sandbox.x.network import Network
from sandbox.x.posts import Post, User
from sandbox.x.problems import (
    DUPLICATE,
    NOT_PERMITTED,
    NOT_SUMMONED,
    QUOTED_GONE,
    TARGET_GONE,
    TOO_LONG,
    forbidden,
    invalid,
    invalid_text,
)
from sandbox.x.wording import LIMIT, before_reply, comparable, links, weighted_length

SAME_TEXT_FOR = timedelta(hours=24)
"""How long X is believed to refuse the same text from the same account; it tells nobody the true time."""


def check_length(author: User, text: str) -> None:
    """280 weighted characters, without the handles X puts before a reply; raises Problem (400)."""
    if not author.premium and weighted_length(text) > LIMIT:
        raise invalid_text(TOO_LONG)


def target_of_reply(network: Network, author: User, number: int) -> Post:
    """The post to be answered; raises Problem (403) when it is deleted or its author is protected."""
    post = network.posts.get(number)
    if post is None or not network.visible(post, author):
        raise forbidden(TARGET_GONE)
    return post


def check_reply_settings(author: User, target: Post) -> None:
    """Only whom the target mentions may reply when its author lets not everybody; raises Problem (403).

    Nobody follows, subscribes or is vouched for here, so that the other settings let nobody else in either; verified
    accounts are in for that of their name.
    """
    settings = target.reply_settings
    is_let_in = settings == "verified" and author.verified_type != "none"
    if settings != "everyone" and not (target.author is author or target.mentions_user(author) or is_let_in):
        raise forbidden(NOT_SUMMONED)


def target_of_quote(network: Network, author: User, number: int) -> Post:
    """The post to be quoted; raises Problem (403) when it is deleted or its author is protected."""
    post = network.posts.get(number)
    if post is None or not network.visible(post, author):
        raise forbidden(QUOTED_GONE)
    return post


def is_summoned(network: Network, author: User, target: Post, *, strictly: bool = False) -> bool:
    """Whether the target's author mentioned or quoted the account that answers, or is that account.

    Handles that X itself put before a customer's reply count as a mention, unless `strictly`: then only what the
    customer typed does. Which of the two X applies is not documented.
    """
    quoted = network.posts[target.quote].author if target.quote is not None else None
    if target.author is author or quoted is author:
        return True
    if not strictly:
        return target.mentions_user(author)
    return any(
        mention["id"] == str(author.id) and mention["start"] >= target.display_start
        for mention in target.entities.get("mentions", [])
    )


def check_summons(network: Network, author: User, target: Post, *, strictly: bool = False) -> None:
    """On a self-serve plan only the summoned may reply by API; raises Problem (403)."""
    if author.plan == "self_serve" and not is_summoned(network, author, target, strictly=strictly):
        raise forbidden(NOT_SUMMONED)


def check_quote(author: User) -> None:
    """Quotes by API do not exist on self-serve plans; raises Problem (403)."""
    if author.plan == "self_serve":
        raise forbidden(NOT_PERMITTED)


def check_repetition(network: Network, author: User, text: str, target: Post | None) -> None:
    """The same account may not say the same again; raises Problem (403).

    Compared is what stands on the wire, so that the same answer to two people differs by their handles.
    """
    participants = [target.author, *(network.users[number] for number in target.mentions)] if target else []
    said = network.said.get((author.id, comparable(before_reply(participants, text, but=(author,)) + text)))
    if said is not None and network.posts[said].created_at >= network.clock.now() - SAME_TEXT_FOR:
        raise forbidden(DUPLICATE)


def check_words(text: str, *, has_media: bool) -> None:
    """A post says something; raises Problem (400)."""
    if not text.strip() and not has_media:
        raise invalid("$.text: is missing but it is required", text=text)


def kind_of_post(text: str, target: Post | None, *, summoned: bool) -> str:
    """As what the bill names a post: a link makes it dear, a summons cheap."""
    if links(text):
        return "post_with_link"
    return "summoned_reply" if target is not None and summoned else "post"
