"""What members set for themselves."""

from bot.desk.people import profile
from bot.slack.languages import language_name
from bot.slack.typed import without_markup
from handlers.order import Answer, Order


async def sign_by_command(order: Order) -> Answer:
    """`/desk signature ana`; alone it tells it, `/desk signature none` takes it away"""
    word = without_markup(order.rest).strip()
    if word:
        said = "" if word.lower() == "none" else word
        member = await order.desk.do(profile.sign_as, said, by=order.who)
    else:
        member = await order.desk.ask(profile.myself, by=order.who)
    if not member.signature:
        return "Your replies carry no signature. `/desk signature ana` sets one; a pseudonym is fine."
    return f"Your replies are signed “{member.signature}”. `/desk signature none` takes that away."


async def hours_by_command(order: Order) -> Answer:
    """`/desk hours 9:00-17:30 mon-fri`; alone it tells them"""
    if order.rest.strip():
        member = await order.desk.do(profile.work, order.rest, by=order.who)
    else:
        member = await order.desk.ask(profile.my_hours, by=order.who)
    days = ", ".join(profile.days_of(member)) or "no day"
    return f"You are on duty {member.works_from}-{member.works_until} on {days} ({member.timezone})."


async def languages_by_command(order: Order) -> Answer:
    """`/desk languages de en`; alone it tells them, `/desk languages all` takes them away"""
    words = order.rest.strip()
    if words:
        said = "" if words.lower() == "all" else words
        member = await order.desk.do(profile.read_in, said, by=order.who)
    else:
        member = await order.desk.ask(profile.myself, by=order.who)
    if not member.languages:
        return "`/desk next` hands you posts in all languages. `/desk languages de en` names those you read."
    names = ", ".join(language_name(each) for each in member.languages)
    return f"`/desk next` hands you posts in {names}. `/desk languages all` hands you the rest as well."
