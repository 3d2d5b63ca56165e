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
from handlers.order import Command, Order, opening, split

COMMANDS: dict[str, Command] = {
    "": menu.by_command,
    "help": menu.help_by_command,
    "next": listing.next_by_command,
    "play": play.by_command,
    "list": listing.list_by_command,
    "filters": filters.by_command,
    "mine": listing.mine_by_command,
    "search": search.by_command,
    "bulk": bulk.by_command,
    "show": conversation.show_by_command,
    "open": conversation.open_by_command,
    "history": opening(conversation.open_history),
    "claim": conversation.claim_by_command,
    "release": conversation.release_by_command,
    "assign": handing.assign_by_command,
    "move": handing.move_by_command,
    "reply": reply.by_command,
    "undo": reply.undo_by_command,
    "drafts": drafts.list_by_command,
    "hold": opening(hold.open_form),
    "tag": tag.by_command,
    "tags": catalogue.by_command,
    "note": note.by_command,
    "remind": remind.by_command,
    "reminders": remind.list_by_command,
    "like": close.like_by_command,
    "escalate": opening(escalate.open_form),
    "forum": opening(hinting.open_forum),
    "retweet": hinting.retweet_by_command,
    "why": hinting.why_by_command,
    "message": hinting.why_by_command,
    "close": close.by_command,
    "reopen": conversation.reopen_by_command,
    "bring": bring.by_command,
    "home": home.by_command,
    "settings": home.settings_by_command,
    "clippings": clippings.by_command,
    "kb": articles.by_command,
    "article": articles.needed_by_command,
    "ask": menu.ask_by_command,
    "people": people.by_command,
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
