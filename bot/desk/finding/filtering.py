"""Checking a filter against what there is, and turning it into what the database is asked for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.arriving.languages import NO_LANGUAGE, includes
from bot.desk.finding.filters import Filter, age_of, restored, star_range
from bot.desk.finding.nearest import one_of
from bot.desk.handling.catalogue import knows_tags
from bot.desk.handling.marking import SENTIMENTS
from bot.desk.permissions import needs
from bot.desk.queues import acts_in, keys_of, queue_name, queue_named, visible_queues, words_for
from bot.errors import Invalid, NotFound
from bot.networks.base import Network
from bot.pictures.found import ChoicesPicture
from bot.programme import Programme
from storage import listing, saved_filters
from storage.listing import Wanted
from storage.tables import Member, Role


@needs(Role.BEGINNER)
@knows_tags
async def choices(
    session: AsyncSession,
    *,
    to_act: bool = False,
    by: Member,
    programme: Programme,
    networks: Mapping[str, Network],
) -> ChoicesPicture:
    """What a member may filter by; with `to_act`, of the queues only those in which they act."""
    queues = visible_queues(programme, by)
    spoken = await listing.languages_of(session, Wanted(queues=keys_of(None, by, programme)))
    return ChoicesPicture(
        queues=tuple((each.name, each.key) for each in queues if not to_act or acts_in(by, each.key, programme)),
        tags=tuple(each.name for each in programme.tags),
        kinds=programme.kinds,
        accounts=tuple(each.handle for each in programme.accounts),
        languages=tuple(sorted({*languages_of(programme), *spoken} - set(NO_LANGUAGE))),
        networks=tuple((each.capabilities.label, key) for key, each in networks.items()),
        sentiments=SENTIMENTS,
        customer_tags=programme.customer_tags,
        saved=tuple(each.name for each in await saved_filters.of_member(session, by.id)),
    )


async def checked(
    session: AsyncSession, asked: Filter, *, by: Member, programme: Programme, networks: Mapping[str, Network]
) -> Filter:
    """A filter with every part as desk.toml writes it, queues and networks by their keys.

    Raises NotFound for a queue that is not there, and Invalid, with the nearest, for everything else that is not.
    """
    own = {each.name.casefold(): each for each in await saved_filters.of_member(session, by.id)}
    asked = unfolded(asked, {name: restored(each.asked) for name, each in own.items()}, programme)
    names = [each.name for each in own.values()]
    among = Wanted(queues=keys_of(None, by, programme))
    queue = queue_named(asked.queue, by=by, programme=programme, or_one_of=names) if asked.queue else None
    return replace(
        asked,
        queue=queue.key if queue else None,
        tags=tuple([await tag_named(session, tag, among, programme) for tag in asked.tags if tag.strip()]),
        kind=one_of(asked.kind, programme.kinds, what="kind", field="kind") if asked.kind else None,
        account=account_named(asked.account, programme) if asked.account else None,
        language=await language_named(session, asked.language, among, programme) if asked.language else None,
        network=network_named(asked.network, networks) if asked.network else None,
        stars="-".join(map(str, sorted(set(star_range(asked.stars))))) if asked.stars else None,
        age=age_written(asked.age) if asked.age else None,
        sentiment=one_of(asked.sentiment, SENTIMENTS, what="sentiment", field="sentiment") if asked.sentiment else None,
        customer=tuple(customer_tag_named(each, programme) for each in asked.customer if each.strip()),
    )


def unfolded(asked: Filter, own: Mapping[str, Filter], programme: Programme) -> Filter:
    """A filter with the one that it names by a member's own name in it. Raises NotFound for a name they do not have."""
    if asked.saved:
        found = own.get(asked.saved.casefold())
        if found is None:
            raise NotFound(f"You have no filter “{asked.saved}”. `/desk filters` shows those you have.", field="saved")
        return found.narrowed_by(replace(asked, saved=None))
    typed = (asked.queue or "").strip().casefold()
    if typed in own and not any(typed in words_for(each) for each in programme.queues):
        return own[typed].narrowed_by(replace(asked, queue=None))
    return asked


def wanted_by(asked: Filter, queues: tuple[str, ...] | None, *, now: datetime, owner: str | None = None) -> Wanted:
    """What a checked filter asks for of these queues, now: what is old enough today was not yesterday."""
    older, age = age_of(asked.age) if asked.age else (True, None)
    return Wanted(
        queues=queues,
        owner=owner,
        tags=asked.tags,
        kind=asked.kind,
        account=asked.account,
        language=asked.language,
        network=asked.network,
        stars=star_range(asked.stars) if asked.stars else None,
        sentiment=asked.sentiment,
        customer_tags=asked.customer,
        since_before=now - age if age is not None and older else None,
        since_after=now - age if age is not None and not older else None,
    )


def title_of(
    asked: Filter, programme: Programme, networks: Mapping[str, Network], *, everywhere: str = "All queues"
) -> str:
    """What a checked filter asks for, in words."""
    network = networks.get(asked.network or "")
    return " · ".join(
        filter(
            None,
            [
                queue_name(programme, asked.queue) if asked.queue else everywhere,
                *asked.tags,
                asked.kind,
                f"@{asked.account}" if asked.account else None,
                network.capabilities.label if network else asked.network,
                asked.language,
                f"{asked.stars} stars".replace("1 stars", "1 star") if asked.stars else None,
                age_in_words(asked.age) if asked.age else None,
                asked.sentiment,
                *(f"customer: {each}" for each in asked.customer),
            ],
        )
    )


def age_written(age: str) -> str:
    """An age as we write it: "2d", "<2h"."""
    age_of(age)
    return "".join(age.split()).lower().removeprefix(">")


def age_in_words(age: str) -> str:
    """An age as people say it."""
    return f"waits less than {age[1:]}" if age.startswith("<") else f"waits longer than {age}"


async def tag_named(session: AsyncSession, tag: str, among: Wanted, programme: Programme) -> str:
    """The tag as the catalogue writes it; one that was taken out of it is found as long as something open carries it.

    Raises Invalid, with the nearest.
    """
    names = [each.name for each in programme.tags]
    known = {each.casefold() for each in names}
    if tag.strip().casefold() not in known and await listing.total_of(session, replace(among, tags=(tag.strip(),))):
        names.append(tag.strip())
    return one_of(tag, names, what="tag", field="tags")


async def language_named(session: AsyncSession, language: str, among: Wanted, programme: Programme) -> str:
    """A language's code, of our accounts or of something open. Raises Invalid, with those of our accounts."""
    known = languages_of(programme)
    if any(includes(each, language) for each in known):
        return language
    if await listing.total_of(session, replace(among, language=language)):
        return language
    written = ", ".join(f"`{code}`" for code in known)
    raise Invalid(f"Nothing open is in “{language}”. Languages are written like {written}.", field="language")


def languages_of(programme: Programme) -> tuple[str, ...]:
    """The languages of our accounts."""
    return tuple(sorted({each.language for each in programme.accounts} - {""}))


def account_named(account: str, programme: Programme) -> str:
    """The handle as desk.toml writes it, with or without @. Raises Invalid, with the nearest."""
    handles = [each.handle for each in programme.accounts]
    return one_of(account.removeprefix("@"), handles, what="account", field="account")


def network_named(network: str, networks: Mapping[str, Network]) -> str:
    """The key of a network, by that or by what people call it. Raises Invalid, with the nearest."""
    by_label = {each.capabilities.label.casefold(): key for key, each in networks.items()}
    key = by_label.get(network.strip().casefold())
    return key or one_of(network, networks, what="network", field="network")


def customer_tag_named(tag: str, programme: Programme) -> str:
    """A customer tag as desk.toml writes it. Raises Invalid, with the nearest."""
    return one_of(tag, programme.customer_tags, what="customer tag", field="customer")
