"""The diary in words: one sentence for each kind of event, without anybody being pinged."""

import re
from collections.abc import Mapping

from bot.pictures.conversations import EventPicture
from bot.slack.words import one_line, shortened

FACT = re.compile(r"\{(\w+)\}")

SENTENCES = {
    "arrived": "It arrived",
    "wrote_again": "The customer wrote again",
    "edited": "The customer edited a post|, {stars} stars",
    "deleted": "A post was deleted by its author",
    "emptied": "The customer’s words are no longer kept",
    "answered_outside": "It was answered outside the desk",
    "community_answered": "Somebody from the community answered",
    "claimed": "{by} claimed it",
    "released": "{by} released it",
    "lapsed": "The claim ran out|, it was {owner}’s",
    "sent_back": "Left untouched, so it went back to the front of its queue",
    "assigned": "{by} assigned it|, to {to}",
    "moved": "{by} moved it|, to {queue}",
    "held": "{by} put it on hold|, waiting on {waiting_on}",
    "unheld": "No longer on hold",
    "close_proposed": "Closing was proposed|: {reason}",
    "closed": "{by} closed it|: {reason}",
    "reopened": "{by} reopened it",
    "tagged": "{by} changed the tags|: {tags}",
    "tag_renamed": "{by} renamed a tag|, {old}|, to {new}",
    "kind_set": "{by} changed the kind|: {kind}",
    "sentiment_set": "{by} set the sentiment|: {sentiment}",
    "customer_tagged": "{by} tagged the customer|: {tags}",
    "noted": "{by} noted",
    "note_edited": "{by} edited a note",
    "note_deleted": "{by} deleted a note",
    "reply_queued": "{by} wrote a reply|, from {account}",
    "reply_undone": "{by} took the reply back",
    "reply_sending": "The reply is being sent",
    "reply_sent": "The reply is out|, from {account}",
    "reply_refused": "The reply was refused|: {why}",
    "reply_by_hand": "The reply is to be sent by hand|, by {to}",
    "reply_said_sent": "{by} sent the reply by hand",
    "reply_unknown": "Nobody knows whether the reply got out",
    "reply_waits": "The reply waits|: {why}",
    "liked": "{by} liked it|, from {account}",
    "like_by_hand": "The like is to be given by hand|, by {to}",
    "like_said_done": "{by} says they liked it by hand|, from {account}",
    "like_refused": "The like was refused|: {why}",
    "attention": "It is gaining attention|: {why}",
    "like_done": "The like is out|, from {account}",
    "escalated": "{by} escalated it|: {reason}",
    "escalation_paged": "Somebody was paged|: {to}",
    "escalation_taken": "{by} is on it",
    "escalation_left": "Nobody is on the escalation any more|, it was {owner}’s",
    "escalation_answered": "{by} answered the volunteer",
    "parked": "The desk gave up on something|: {why}",
    "tried_again": "{by} had it tried again|: {what}",
    "let_rest": "{by} let it rest|: {what}",
    "brought": "{by} brought it to the desk",
}
"""What follows the bar is said only where the event holds that fact."""

ACCOUNTS = frozenset({"account"})
PEOPLE = frozenset({"owner", "to"})


def sentence(event: EventPicture, names: Mapping[str, str]) -> str:
    """What happened, as plain text on one line; colleagues by name, never by an id that pings."""
    template = SENTENCES.get(event.kind, event.kind.replace("_", " "))
    always, _, detail = template.partition("|")
    facts = {"by": name_of(event.by, names) if event.by else "The desk"}
    text = always.format_map(facts)
    for name in FACT.findall(detail):
        said = fact(name, event.facts.get(name), names)
        text += detail.replace("{" + name + "}", said) if said else ""
    return shortened(text, 500)


def fact(name: str, value: object, names: Mapping[str, str]) -> str:
    """One fact in words."""
    if value is None or value == "":
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(fact(name, each, names) for each in value)
    text = one_line(str(value))
    if name in PEOPLE:
        return name_of(text, names)
    return f"@{text.removeprefix('@')}" if name in ACCOUNTS else text


def name_of(slack_id: str, names: Mapping[str, str]) -> str:
    """A colleague's name; somebody unknown by now is somebody from the team."""
    return one_line(names.get(slack_id, "")) or "somebody from the team"
