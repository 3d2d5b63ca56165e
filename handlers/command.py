"""/desk: from the first word to the function that does it."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Who
from bot.desk.finding.nearest import did_you_mean
from bot.errors import Invalid
from bot.slack.kit import Drawn
from handlers import (
    articles,
    bring,
    bulk,
    catalogue,
    clippings,
    close,
    conversation,
    drafts,
    escalate,
    filters,
    handing,
    hinting,
    hold,
    home,
    listing,
    menu,
    note,
    people,
    play,
    profile,
    remind,
    reply,
    search,
    sending,
    tag,
)
from handlers.gate import Body, text
from handlers.order import Command, Order, alone, number_only, opening, split

COMMANDS: dict[str, Command] = {
    "": menu.by_command,
    "help": menu.help_by_command,
    "next": listing.next_by_command,
    "play": play.by_command,
    "list": listing.list_by_command,
    "filters": alone(filters.by_command),
    "mine": alone(listing.mine_by_command),
    "search": search.by_command,
    "bulk": bulk.by_command,
    "show": number_only(conversation.show_by_command),
    "open": number_only(conversation.open_by_command),
    "history": opening(conversation.open_history),
    "claim": number_only(conversation.claim_by_command),
    "release": number_only(conversation.release_by_command),
    "assign": handing.assign_by_command,
    "move": handing.move_by_command,
    "reply": reply.by_command,
    "undo": number_only(reply.undo_by_command),
    "drafts": alone(drafts.list_by_command),
    "hold": hold.by_command,
    "tag": tag.by_command,
    "tags": catalogue.by_command,
    "note": note.by_command,
    "remind": remind.by_command,
    "reminders": alone(remind.list_by_command),
    "like": close.like_by_command,
    "escalate": escalate.by_command,
    "forum": opening(hinting.open_forum),
    "retweet": hinting.retweet_by_command,
    "why": number_only(hinting.why_by_command),
    "message": hinting.why_by_command,
    "close": close.by_command,
    "reopen": number_only(conversation.reopen_by_command),
    "bring": bring.by_command,
    "home": alone(home.by_command),
    "settings": alone(home.settings_by_command),
    "clippings": clippings.by_command,
    "kb": articles.by_command,
    "article": articles.needed_by_command,
    "ask": menu.ask_by_command,
    "people": alone(people.by_command),
    "stop": sending.stop_by_command,
    "start": sending.start_by_command,
    "signature": profile.sign_by_command,
    "languages": profile.languages_by_command,
    "hours": profile.hours_by_command,
}


async def desk_command(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """`/desk …`: what is said back is seen by the one who typed only."""
    word, rest = split(text(body.get("text")))
    if word not in COMMANDS:
        raise Invalid(f"“{word[:40]}” is no command.{did_you_mean(word, COMMANDS)} `/desk help` lists all.")
    trigger = text(body.get("trigger_id"))
    order = Order(desk=desk, who=who, client=client, trigger=trigger, word=word, rest=rest)
    answer = await COMMANDS[word](order)
    if isinstance(answer, Drawn):
        await ack(text=answer.text, blocks=answer.blocks, response_type="ephemeral")
    elif answer:
        await ack(text=answer, response_type="ephemeral")
    else:
        await ack()
