"""What a person types: messages, their edits and deletion, slash commands, and shortcuts out of menus."""

import secrets
from typing import TYPE_CHECKING

from sandbox.slack.channels import Channel
from sandbox.slack.errors import Json, NotPossible, SlackError
from sandbox.slack.files import File
from sandbox.slack.mentions import typed
from sandbox.slack.messages import Message
from sandbox.slack.outcome import TROUBLE, Outcome, failed_command, refused
from sandbox.slack.seeing import visible

if TYPE_CHECKING:
    from sandbox.slack.hands import Person
    from sandbox.slack.workspace import SlackWorkspace

LONGEST_TYPED = 12_000


def say(person: "Person", channel: Channel, text: str, thread_ts: str | None) -> str:
    """Post as the person and move their read mark; returns the ts."""
    _must_be_writable(person, channel)
    if not text.strip() or len(text) > LONGEST_TYPED:
        raise NotPossible("Slack sends between 1 and 12,000 characters.")
    stored = in_tokens(person.workspace, text)
    blocks = [rich_text(text)]
    try:
        message = person.workspace.posting.post(
            channel, person.id, stored, blocks=blocks, thread_ts=thread_ts, client_msg_id=secrets.token_hex(16)
        )
    except SlackError as refusal:
        raise NotPossible(refusal.name) from refusal
    return message.ts


def share(person: "Person", channel: Channel, file: File, thread_ts: str | None) -> None:
    """Post a file without words, as Slack does with what is dropped into a channel or a thread."""
    _must_be_writable(person, channel)
    file.shared_in.add(channel.id)
    shown = [file.as_json(person.workspace.base_url)]
    try:
        person.workspace.posting.post(channel, person.id, "", files=shown, thread_ts=thread_ts)
    except SlackError as refusal:
        raise NotPossible(refusal.name) from refusal


def edit(person: "Person", channel: Channel, ts: str, text: str) -> None:
    """Change what one wrote."""
    message = _own(person, channel, ts)
    changes: Json = {"text": in_tokens(person.workspace, text), "blocks": [rich_text(text)]}
    person.workspace.posting.edit(channel, message, changes)


def delete(person: "Person", channel: Channel, ts: str) -> None:
    """Take back what one wrote; the files that came with it are deleted."""
    message = _own(person, channel, ts)
    for each in message.files or ():
        file = person.workspace.files.find(each["id"])
        if file is not None:
            file.deleted = True
    person.workspace.posting.delete(channel, message)


async def command(person: "Person", channel: Channel, text: str, thread_ts: str | None) -> Outcome:
    """Hand a slash command to the app and show its immediate answer to the person."""
    name, _, rest = text.strip().partition(" ")
    if thread_ts is not None:
        return refused(f"{name} is not supported in threads. Sorry!")
    workspace = person.workspace
    known = workspace.app.command(name)
    if known is None:
        return refused(f"{name} is not a valid command.")
    words = in_tokens(workspace, rest.strip(), with_names=True) if known.should_escape else rest.strip()
    payload = person.payloads.command(person.user, channel, known, words)
    answer = await workspace.socket.deliver("slash_commands", payload, wants_answer=True)
    if not answer.ok:
        return failed_command(name, answer)
    return _shown_answer(person, channel, answer.payload, name)


async def shortcut(person: "Person", callback_id: str, channel: Channel | None, ts: str | None) -> Outcome:
    """Hand a shortcut to the app."""
    workspace = person.workspace
    kind = "global" if channel is None else "message"
    if not workspace.app.has_shortcut(callback_id, kind):
        raise NotPossible(f"The app has no {kind} shortcut {callback_id}.")
    if channel is None:
        payload = person.payloads.global_shortcut(person.user, callback_id)
    else:
        message = visible(person, channel, ts or "")
        payload = person.payloads.message_shortcut(person.user, callback_id, channel, message)
    answer = await workspace.socket.deliver("interactive", payload, wants_answer=False)
    return Outcome() if answer.ok else refused(TROUBLE)


def in_tokens(workspace: "SlackWorkspace", text: str, *, with_names: bool = False) -> str:
    """What was typed, with mentions of people and channels that exist turned into tokens."""
    return typed(text, workspace.user_named, workspace.channel_named, with_names=with_names)


def rich_text(text: str) -> Json:
    """The block that Slack's composer makes of typed text."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def _shown_answer(person: "Person", channel: Channel, payload: Json, name: str) -> Outcome:
    if not payload.get("text") and not payload.get("blocks"):
        return Outcome()
    try:
        person.workspace.responses.respond(channel, person.id, payload)
    except SlackError as refusal:
        return refused(f'{name} failed with the error "{refusal.name}"')
    return Outcome(text=payload.get("text"))


def _must_be_writable(person: "Person", channel: Channel) -> None:
    app = person.workspace.app
    partner = person.workspace.users.get(channel.partner_of(person.id))
    with_app = channel.is_im and partner is not None and partner.is_bot
    if channel.archived or (with_app and (not app.messages_tab or app.messages_tab_read_only)):
        raise NotPossible("Nobody can write here.")


def _own(person: "Person", channel: Channel, ts: str) -> Message:
    message = visible(person, channel, ts)
    if message.user != person.id:
        raise NotPossible("Only one's own messages can be changed.")
    return message
