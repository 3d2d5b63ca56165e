"""Where a post goes and who answers it: the rules of desk.toml applied to one mention. Pure: no session, no network."""

from dataclasses import dataclass

from bot.desk.arriving.languages import includes, spoken
from bot.desk.arriving.rules import Facts, Verdict, judged
from bot.desk.naming import account_called
from bot.desk.queues import queue_name
from bot.networks.base import Mention, Network, Way, only_some_may_reply
from bot.programme import Account, Programme, Search

ORDER = {"locale": 0, "support": 1, "brand": 2}
ANSWERS, LIKES = "answers from ", "likes from "
STANCE_WORDS = {"locale": "a locale account", "support": "the support account", "brand": "the brand's account"}


@dataclass(frozen=True)
class Route:
    """What was decided about a mention before anybody saw it; `lines` say what and why, one short line each.

    `account` answers, `mentioned` is the one of ours that was named and from which a like would come. The first line
    is about the answer: it is written anew when the customer writes again (`answer_line`).
    """

    queue: str
    kind: str
    language: str
    tags: tuple[str, ...]
    priority: int
    account: str
    mentioned: str | None
    reply_by_hand: bool
    like_by_hand: bool
    lines: tuple[str, ...]


def route(
    mention: Mention, source: str, *, programme: Programme, customer_tags: tuple[str, ...] = (), network: Network
) -> Route:
    """Decide queue, kind, language, tags, priority, who answers, and whether answer and like go by hand.

    `source` is the key of what found it. Source of the precedence: programme.md, "Accounts and which of them answers".
    """
    search = search_of(source, programme)
    named = accounts_named(mention, source, programme, network)
    language, by_us = spoken(mention)
    first = first_of(named, language)
    answering = answerer(first, search, source, programme)
    facts = Facts(
        mention=mention,
        account=answering.handle,
        search=search.name if search and not named else "",
        language=language or answering.language,
        customer_tags=customer_tags,
    )
    verdict = judged(facts, programme)
    liking = first or answering
    like_by_hand = network.like_way(liking) is Way.HAND
    by_hand = network.reply_way(answering, mention) is not Way.API
    lines = [
        answer_line(
            account_called(answering.handle, programme, {network.name: network}),
            by_hand=by_hand,
            only=only_some_may_reply(answering, mention),
        ),
        account_line(named, first, answering, search) or brought_line(named, source),
        *verdict.lines,
        f"language {language}: detected, {network.capabilities.label} does not say" if by_us else "",
        f"{LIKES}@{liking.handle} · by hand: its plan has no likes by API" if like_by_hand else "",
        queue_line(verdict, programme),
    ]
    return Route(
        queue=verdict.queue or programme.default_queue,
        kind=verdict.kind,
        language=facts.language,
        tags=verdict.tags,
        priority=verdict.priority,
        account=answering.handle,
        mentioned=first.handle if first else None,
        reply_by_hand=by_hand,
        like_by_hand=like_by_hand,
        lines=tuple(line for line in lines if line),
    )


def search_of(source: str, programme: Programme) -> Search | None:
    """The search a source is, or None when it is an account's own."""
    kind, _, name = source.partition(":")[2].partition(":")
    return next((each for each in programme.searches if kind == "search" and each.name == name), None)


def is_brought(source: str) -> bool:
    """Whether a post was not found by reading a source, but pointed at by a person: `x:brought:FirefoxSupport`."""
    return source.split(":", 2)[1] == "brought"


def account_for_strangers(network: str, programme: Programme) -> Account:
    """The account that answers on a network who named none of ours: as its searches say, else the support account.

    Source: programme.md, "Accounts and which of them answers".
    """
    search = next((each for each in programme.searches if each.network == network), None)
    if search is not None:
        return programme.account(search.answers_from)
    ours = [each for each in programme.accounts if each.network == network]
    return next((each for each in ours if each.stance == "support"), ours[0])


def accounts_named(mention: Mention, source: str, programme: Programme, network: Network) -> tuple[Account, ...]:
    """Those of our accounts on this network that a post names or quotes, in the order of desk.toml.

    What an account's own source found is about that account, whether or not its name can be read in the text.
    """
    handles = {*mention.mentions, (mention.quotes_author or "").lower()}
    if search_of(source, programme) is None and not is_brought(source):
        handles.add(network.account_of(source).lower())
    return tuple(
        each for each in programme.accounts if each.network == mention.network and each.handle.lower() in handles
    )


def first_of(named: tuple[Account, ...], language: str) -> Account | None:
    """The account that goes first: locale before support before brand, of two locales the one whose language it is."""
    return min(
        named,
        key=lambda each: (ORDER[each.stance], not (language and includes(each.language, language))),
        default=None,
    )


def answerer(first: Account | None, search: Search | None, source: str, programme: Programme) -> Account:
    """Who answers: the account that goes first or the one it leaves answers to; for what only a search found, its own.

    For what somebody brought that names none of ours, the account it was read with. A network without any of these,
    such as a shop, is answered by its first account.
    """
    if first is not None:
        return programme.account(first.answers_from) if first.answers_from else first
    if is_brought(source):
        return programme.account(source.split(":", 2)[2])
    return programme.account(search.answers_from) if search is not None else programme.accounts[0]


def answer_line(account: str, *, by_hand: bool, only: str) -> str:
    """The card's first line: from which account, as people call it, and that it goes by hand when it does, or may be
    refused. `only` says who may reply when the author lets not everybody.
    """
    if only:
        return f"🔒 {ANSWERS}{account} · by hand, and it may be refused: {only} may reply"
    return f"{ANSWERS}{account}" + (" · by hand: the author did not mention it" if by_hand else "")


def account_line(named: tuple[Account, ...], first: Account | None, answering: Account, search: Search | None) -> str:
    """Why that account answers; empty when it is the only one mentioned."""
    if first is None:
        return f"mentions none of ours: found by the search “{search.name}”" if search else ""
    if len(named) > 1:
        others = ", ".join(f"@{each.handle}" for each in named if each is not first)
        line = f"mentions @{first.handle} and {others}: {STANCE_WORDS[first.stance]} goes first"
        return line if answering is first else f"{line}, @{answering.handle} answers for it"
    return "" if answering is first else f"mentions @{first.handle}: @{answering.handle} answers for it"


def brought_line(named: tuple[Account, ...], source: str) -> str:
    """That a post names none of ours and is here because somebody brought it."""
    return "mentions none of ours: brought to the desk by hand" if is_brought(source) and not named else ""


def queue_line(verdict: Verdict, programme: Programme) -> str:
    """Why it is in this queue."""
    queue = programme.queue(verdict.queue or programme.default_queue)
    why = f"rule “{verdict.placed_by}”" if verdict.placed_by else "no rule placed it"
    return f"{queue.name}: {why}"


def said_by_the_form(line: str, queue: str, programme: Programme) -> bool:
    """Whether the form of a reply says this itself or has no use for it: who answers, how one likes, which rule put it
    here or called it what it is.
    """
    found = line.startswith((ANSWERS, LIKES, f"{queue_name(programme, queue)}: "))
    return found or any(line.startswith(f"{kind}: rule ") for kind in programme.kinds)
