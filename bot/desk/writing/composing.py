"""What is shown and checked while a reply is written: the message, the account, the limit, the signature."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import text as texts
from bot.clippings import MOST_VALUES, merged, own_places
from bot.desk.arriving.routing import said_by_the_form
from bot.desk.handling.articles_needed import is_needed
from bot.desk.handling.catalogue import with_tags
from bot.desk.leaving.answered import named
from bot.desk.naming import account_called
from bot.desk.showing.hinting import hints_of, proposed_reason
from bot.desk.showing.reply_pictures import waits_for
from bot.desk.showing.showing import message_picture
from bot.desk.writing.attaching import is_picture, kinds_in_words, why_not
from bot.desk.writing.sameness import HANDLE, mark_of
from bot.desk.writing.written import Written
from bot.errors import AlreadyAnswered, Invalid, Refused
from bot.networks.base import ANSWERED_BEFORE, Capabilities, Network, Way
from bot.pictures.own import CompositionPicture
from bot.programme import Account, Programme
from storage import answers, messages, replies
from storage.tables import Conversation, Member, Message, ReplyState

LAST_MESSAGES = 5
"""How many messages are shown above the input."""

NOT_KEPT = "(an answer of ours, whose words are not kept here any more)"

UNDER_WAY = {
    ReplyState.QUEUED: "is about to leave",
    ReplyState.SENDING: "is leaving right now",
    ReplyState.BY_HAND: "waits to be sent by hand",
    ReplyState.UNKNOWN: "may be out already",
    ReplyState.SENT: "is out",
}


async def message_to_answer(
    session: AsyncSession, conversation: Conversation, can: Capabilities
) -> tuple[Message, int]:
    """The customer's newest message, and which edition of an answer to it would come next.

    Raises AlreadyAnswered as `next_edition` does, and Refused when the customer has deleted everything.
    """
    newest = await replies.newest_of_customer(session, conversation.id)
    if newest is None:
        raise Refused("The customer has deleted what they wrote, so there is nothing to answer.")
    return newest, await next_edition(session, newest, can)


async def next_edition(session: AsyncSession, message: Message, can: Capabilities) -> int:
    """0 for a message that nobody has answered or is answering; above, where an answer can be edited, for its edit.

    Raises AlreadyAnswered, with who did or is about to, where it cannot; and while any reply of the conversation is
    under way where only one can stand, for the one that arrives later would wipe out the other.
    """
    if can.edit is Way.NEVER:
        await must_be_unanswered(session, message)
        return 0
    waiting = await answers.under_way(session, message.conversation_id)
    if waiting is not None:
        raise AlreadyAnswered(f"<@{waiting.by}> is answering already: that reply {UNDER_WAY[waiting.state]}.")
    last = await replies.answering(session, message.id)
    if last is not None:
        return last.edition + 1
    return 1 if message.answered_at is not None else 0


async def must_be_unanswered(session: AsyncSession, message: Message) -> None:
    """Raise AlreadyAnswered, with who did it, when this message or a newer one has an answer, or one is under way."""
    if message.answered_at is not None:
        raise AlreadyAnswered(f"This message was already answered by {named(message.answered_by)}.")
    reply = await answers.answering_since(session, message)
    if reply is not None:
        raise AlreadyAnswered(f"<@{reply.by}> has already answered this message: that reply {UNDER_WAY[reply.state]}.")


def answering_account(conversation: Conversation, programme: Programme, networks: Mapping[str, Network]) -> Account:
    """The account that answers this conversation. Raises Refused when it is not one of ours, or takes no replies."""
    network = networks.get(conversation.network)
    account = next((each for each in programme.accounts if each.handle == conversation.account), None)
    if account is None or network is None or account.network != conversation.network:
        raise Refused(f"@{conversation.account} is not an account of `desk.toml` any more, so it cannot answer.")
    if network.capabilities.reply is Way.NEVER:
        raise Refused(f"{network.capabilities.label} takes no replies.")
    return account


def checked_text(text: str, signature: str, can: Capabilities) -> str:
    """What goes out: the text as its author wrote it, and the signature. Raises Invalid with the reason, about `text`,
    or about `value:version` for a {version} that stands in it still.

    Refused are an empty text, one that only addresses somebody, placeholders nobody filled in, HTML where the network
    takes it out, and more than the network takes, as the network counts.
    """
    whole = signed(text, signature)
    if texts.says_nothing(HANDLE.sub("", text)):
        raise Invalid("Write something first.", field="text")
    left, own = texts.placeholders(text), own_places(text)
    if left:
        at = f"value:{own[0]}" if own and left[0] == f"{{{own[0]}}}" else "text"
        raise Invalid(f"Fill in {', '.join(left)} first.", field=at)
    tags = texts.html_tags(whole) if can.takes_tags_out else ()
    if tags:
        said = f"{can.label} shows plain text only and takes {tags[0]} out. Write it without."
        raise Invalid(said, field="text")
    used = can.length(whole)
    if used > can.limit:
        with_signature = ", with your signature" if signature else ""
        raise Invalid(
            f"That is {used} characters as {can.label} counts them{with_signature}: {used - can.limit} too many.",
            field="text",
        )
    return whole


def signed(text: str, signature: str) -> str:
    """A text as it appears in public: with emoji for their shortcodes, and the signature, which is not added where it
    stands in the text already.
    """
    written = texts.with_emoji(texts.clean(text))
    if not signature or re.search(rf"(?<!\w){re.escape(signature)}(?!\w)", written):
        return written
    return f"{written} {signature}"


def signature_of(member: Member, programme: Programme) -> str:
    """What is put at the end of this member's replies, as the programme words it; nothing for who has chosen none."""
    if not member.signature:
        return ""
    return programme.pseudonym_signature.replace("{signature}", member.signature)


async def composition(
    session: AsyncSession,
    conversation: Conversation,
    message: Message,
    *,
    by: Member,
    programme: Programme,
    networks: Mapping[str, Network],
    written: Written | None = None,
    saved_at: datetime | None = None,
    edition: int = 0,
) -> CompositionPicture:
    """All that is shown before somebody types; `written` is offered again, a draft with the moment it was kept.

    Of an edit (`edition` above 0) the text that stands now is offered. It refuses nothing: also a reply whose account
    has left desk.toml is taken back, and its text with it.
    """
    programme = await with_tags(session, programme, retired=True)
    network = networks.get(conversation.network)
    can = network.capabilities if network is not None else None
    stands = await replies.answering(session, message.id) if edition and written is None else None
    offered = written or Written(stands.typed if stands else "")
    account = next((each for each in programme.accounts if each.handle == conversation.account), None)
    by_hand = conversation.reply_by_hand or (can is not None and can.reply is Way.HAND)
    latest = (await messages.latest_of(session, [conversation.id], most=LAST_MESSAGES))[conversation.id]
    return CompositionPicture(
        number=conversation.id,
        answers=message.id,
        seen=mark_of(f"{message.id} {message.text}"),
        network=conversation.network,
        account=conversation.account,
        account_called=account_called(conversation.account, programme, networks),
        by_hand=by_hand,
        waits_for=waits_for(conversation.account, await replies.stop_of(session, conversation.account), programme),
        is_priced=can is not None and account is not None and not by_hand and can.price(account.plan, "") > 0,
        limit=can.limit if can else 0,
        signature=signature_of(by, programme),
        customer=conversation.customer.handle,
        by_name=can is not None and not can.handles,
        messages=tuple(message_picture(each, networks) for each in latest.messages),
        hints=hints_of(conversation, latest, programme),
        edition=edition,
        replaces=await standing_answer(session, conversation) if can is not None and can.edit is not Way.NEVER else "",
        label=can.label if can else "",
        lines=tuple(line for line in conversation.lines if not said_by_the_form(line, conversation.queue, programme)),
        text=offered.text,
        values=asked_for(offered.text, offered.values),
        saved_at=saved_at,
        closing_reasons=tuple(each.name for each in programme.reasons),
        proposed_reason=offered.close_reason or proposed_reason(conversation, programme),
        afterwards=offered.afterwards.value,
        close_link=offered.close_link or "",
        style_guide=account.style_guide if account else "",
        has_style=bool(programme.style),
        finds_articles=programme.knowledge_base is not None,
        article_needed=needs_article(conversation, offered, programme),
        attachable=tuple(can.attachments) if can else (),
        attachable_words=kinds_in_words(can) if can else "",
        attachment=offered.attachment.called if offered.attachment else "",
        attachment_size=offered.attachment.size if offered.attachment else 0,
        attachment_refused=why_not(offered.attachment, can) if can else "",
        is_picture=offered.attachment is not None and is_picture(offered.attachment),
        description=offered.attachment.description if offered.attachment else "",
    )


def needs_article(conversation: Conversation, written: Written, programme: Programme) -> bool:
    """Whether an article is needed still, to who writes: once one is linked, what was noted is no news to them."""
    site = programme.knowledge_base
    return bool(is_needed(conversation, programme)) and not (site is not None and site.links_in(written.text))


def counted(
    picture: CompositionPicture, text: str, conversation: Conversation, can: Capabilities, programme: Programme
) -> CompositionPicture:
    """The same with a text as it will appear, its values in place, how much of the limit that uses, and what the
    network charges for it.
    """
    values = asked_for(text, dict(picture.values))
    said = merged(text, dict(values))
    whole = signed(said, picture.signature)
    account = programme.account(conversation.account)
    return replace(
        picture,
        text=text,
        values=values,
        appears=whole,
        used=can.length(whole),
        price=None if picture.by_hand else can.price(account.plan, whole),
        price_without_link=can.price(account.plan, "") if texts.holds_link(whole) else None,
        unfilled=texts.placeholders(said),
        no_emoji=texts.unknown_shortcodes(said),
    )


def asked_for(text: str, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What the form asks for a text's own placeholders, each with the value there is."""
    return tuple((place, values.get(place, "")) for place in own_places(text)[:MOST_VALUES])


async def standing_answer(session: AsyncSession, conversation: Conversation) -> str:
    """The answer that stands in public, where one at a time does, and that the next one would take the place of; a
    sentence in its place when its words were let go.
    """
    ours = await answers.answers_in(session, conversation.id)
    if ours:
        return ours[0].text
    newest = await replies.newest_of_customer(session, conversation.id)
    before = newest.about.get(ANSWERED_BEFORE) if newest is not None else ""
    return NOT_KEPT if before is True else str(before or "")
