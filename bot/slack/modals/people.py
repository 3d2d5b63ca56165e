"""Who is on the desk: the list with buttons, and the form behind each."""

from collections.abc import Sequence

from bot.pictures.people import MemberFormPicture, MemberPicture
from bot.slack.kit import (
    Block,
    View,
    actions,
    button,
    checkboxes,
    confirmation,
    context,
    divider,
    field,
    label,
    modal,
    option,
    people,
    radio,
    section,
)
from bot.slack.words import joined, person, safe, say, when

A_PAGE = 20
ROLES = (
    ("beginner", "Beginner", "answers from their own account"),
    ("volunteer", "Volunteer", "answers from the brand accounts"),
    ("moderator", "Moderator", "also moves, stops sending, stands in"),
    ("manager", "Manager", "all of it"),
)


def draw(members: Sequence[MemberPicture], *, page: int = 0) -> View:
    """The list, empty only for moderators, who see the beginners. Actions: `member:admit` (a person chosen),
    `member:change` (value: a Slack id), `member:page`.
    """
    last = max(0, (len(members) - 1) // A_PAGE)
    page = min(max(page, 0), last)
    blocks: list[Block] = [
        {"type": "section", "block_id": "admit", "text": label("Let somebody in, or find them:", 200)}
        | {"accessory": people("member:admit")},
        divider(),
    ]
    for member in members[page * A_PAGE : (page + 1) * A_PAGE]:
        blocks.append(section(line(member), button("Change", "member:change", member.id)))
    if not members:
        blocks.append(context(say("No beginner waits for your word.")))
    if last:
        back = button("Back", "member:page", page - 1) if page else None
        on = button("Next", "member:page:next", page + 1) if page < last else None
        blocks += [*actions(back, on, block_id="pages"), context(say("Page {} of {}", page + 1, last + 1))]
    return modal("People", blocks, callback="member:list", close="Done")


def page_with(members: Sequence[MemberPicture], slack_id: str) -> int:
    """The page of the list on which somebody stands; the first for whoever is not in it."""
    return next((place // A_PAGE for place, each in enumerate(members) if each.id == slack_id), 0)


def draw_member(picture: MemberFormPicture) -> View:
    """One member's form. Inputs: `role`, `criteria`, `sure`; actions: `member:suspend`, `member:reinstate`,
    `member:remove` (value: id). Whoever does not decide on people can accept a volunteer and nothing else.
    """
    if not picture.decides:
        return draw_acceptance(picture)
    member = picture.member
    roles = [option(name, value, hint=hint) for value, name, hint in ROLES]
    sure = confirmation(
        "Remove for good?",
        "Their name, signature and settings are erased. What they sent in public stays counted without a name.",
        "Remove",
    )
    out = confirmation(
        "Suspend them?",
        "They can do nothing on the desk until they are reinstated. What they own goes back to its queue.",
        "Suspend",
    )
    suspend = None if picture.own else button("Suspend", "member:suspend", member.id, confirm=out)
    reinstate = button("Reinstate", "member:reinstate", member.id)
    return modal(
        "Change a member",
        [
            section(line(member)),
            field("Role", radio("role", roles, chosen=member.role), "role"),
            *criteria(picture),
            *own_role(picture),
            *actions(
                reinstate if member.suspended else suspend,
                button("Remove", "member:remove", member.id, style="danger", confirm=sure),
                block_id="standing",
            ),
        ],
        callback="member:change",
        metadata=member.id,
        submit="Save",
    )


def draw_acceptance(picture: MemberFormPicture) -> View:
    """The form of whoever accepts volunteers and decides nothing else. Input: `criteria`."""
    return modal(
        "Accept a volunteer",
        [
            section(line(picture.member)),
            *criteria(picture),
            context(say("It takes the word of a moderator and of a manager.")),
        ],
        callback="member:change",
        metadata=picture.member.id,
        submit="Accept",
    )


def draw_left() -> View:
    """What somebody sees who has removed themselves."""
    words = "You have left the desk, and what it knew of you is erased. Thank you for all you did here."
    return modal("People", [section(say(words))], callback="member:left", close="Done")


def criteria(picture: MemberFormPicture) -> list[Block]:
    """What a beginner needs to be accepted as a volunteer, all to be ticked; no other role does."""
    if not picture.criteria:
        return []
    boxes = checkboxes("criteria", [option(each, each) for each in picture.criteria])
    name = "Only to make them a volunteer: all of this is so" if picture.decides else "All of this is so"
    hint = "Both a moderator and a manager tick it all. Other roles need none of it." if picture.decides else ""
    return [field(name, boxes, "criteria", hint=hint, optional=picture.decides)]


def own_role(picture: MemberFormPicture) -> list[Block]:
    """What a manager ticks before they give up their own role, which they cannot take back."""
    if not picture.own:
        return []
    sure = checkboxes("sure", [option("Only another manager can give it back to me", "sure")])
    return [field("This is you. To give up your role, tick this", sure, "sure", optional=True)]


def line(member: MemberPicture) -> str:
    """One member on one line; Slack writes the name where they are mentioned."""
    pieces = [
        say("*{}*", person(member.id)),
        say("{}", member.role),
        say("since {}", when(member.joined_at, "{date_short}")),
        safe(member.timezone, 40),
    ]
    if member.accepted_by:
        pieces.append(say("accepted by {}, waits for a {}", person(member.accepted_by), member.waits_for))
    if member.suspended:
        pieces.append(say("⛔ suspended"))
    return joined(pieces)
