"""Who is on the desk: the list, what managers decide about each, and whom moderators accept."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.choices import Role
from bot.desk.desk import Desk, Who
from bot.desk.people import accepting, members
from bot.errors import NotAllowed
from bot.slack.modals import people as modal
from handlers.forms import action_of, chosen, drawn, entries, entry, number_in
from handlers.gate import Body, Unreadable, text, within
from handlers.order import Answer, Order
from handlers.visitor import Visitor, replace, replace_beneath, visitor_of


async def open_list(visitor: Visitor) -> None:
    """Everybody, managers first."""
    await visitor.open(modal.draw(await visitor.desk.ask(members.people, by=visitor.who)))


async def open_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """People."""
    await open_list(visitor_of(body, desk, who, client))
    await ack()


async def by_command(order: Order) -> Answer:
    """`/desk people`"""
    await open_list(order)
    return None


async def page(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """The next page, or the one before."""
    everybody = await desk.ask(members.people, by=who)
    await replace(body, client, modal.draw(everybody, page=number_in(action_of(body).get("value"))))
    await ack()


async def admit(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Somebody was chosen: their form, as a beginner when the desk does not know them."""
    await open_form(visitor_of(body, desk, who, client), chosen(body))
    await ack()


async def change(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Change."""
    await open_form(visitor_of(body, desk, who, client), chosen(body))
    await ack()


async def open_form(visitor: Visitor, slack_id: str) -> None:
    """One member's form, in front of the list."""
    await visitor.open(modal.draw_member(await visitor.desk.ask(members.person, slack_id, by=visitor.who)))


async def submit(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Save the role; a form without roles accepts a volunteer."""
    try:
        role = Role(entry(body, "role") or Role.VOLUNTEER)
        drawn_with = text(within(drawn(body, "role"), "initial_option", "value"))
        seen = Role(drawn_with) if drawn_with else None
    except ValueError as error:
        raise Unreadable from error
    slack_id = text(within(body, "view", "private_metadata"))
    ticked, sure = entries(body, "criteria"), bool(entries(body, "sure"))
    await desk.do(accepting.decide, slack_id, role, criteria=ticked, seen=seen, sure=sure, by=who)
    await redraw_list(body, desk, who, client, slack_id)
    await ack()


async def suspend(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Suspend."""
    await desk.do(members.suspend, chosen(body), by=who)
    await redraw(body, desk, who, client)
    await ack()


async def reinstate(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Reinstate."""
    await desk.do(members.reinstate, chosen(body), by=who)
    await redraw(body, desk, who, client)
    await ack()


async def remove(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Remove: the list without them stands where their form was; whoever removed themselves reads that it is done."""
    await desk.do(members.remove, chosen(body), by=who)
    try:
        left = modal.draw(await desk.ask(members.people, by=who))
    except NotAllowed:
        left = modal.draw_left()
    await replace(body, client, left)
    await replace_beneath(body, client, left)
    await ack()


async def redraw(body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Show the change where it was pressed, and in the list beneath."""
    await replace(body, client, modal.draw_member(await desk.ask(members.person, chosen(body), by=who)))
    await redraw_list(body, desk, who, client, chosen(body))


async def redraw_list(body: Body, desk: Desk, who: Who, client: AsyncWebClient, slack_id: str) -> None:
    """Show the change in the list beneath the form, on the page where this person stands now.

    Whoever has just given up their own role may not see the list any more, which undoes nothing.
    """
    try:
        everybody = await desk.ask(members.people, by=who)
    except NotAllowed:
        return
    await replace_beneath(body, client, modal.draw(everybody, page=modal.page_with(everybody, slack_id)))
