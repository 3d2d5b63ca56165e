"""Bare /desk: a menu that works with a thumb, and the help behind it."""

from collections.abc import Sequence

from bot.pictures.conversations import DeskPicture, QueuePicture
from bot.slack import money
from bot.slack.kit import Block, Drawn, Element, actions, button, confirmation, context, drawn, option, section, select
from bot.slack.words import Mrkdwn, bold, joined, say, when

COMMANDS: tuple[tuple[str, str], ...] = (
    ("next [queue] [filters]", "hands you the most urgent one, claimed"),
    ("play [queue] [filters]", "hands them out one after the other, in a direct message"),
    ("play next · play skip [reason] · play stop", "what the buttons of that message do"),
    ("list [queue] [filters] [save:name] · filters", "what is open; a name keeps the filter, and stands for it"),
    ("mine", "what you are on"),
    ("home", "what waits for you, as in the Home tab"),
    ("search words [from:@x tag:… in:notes before:2026-01-31]", "finds it in all that was said and noted"),
    ("bulk close german tag:Crash as:Resolved · bulk undo", "up to 100 of a list at once, shown first"),
    ("show 12 · open 12", "the card of #12, just for you; where it stands in public"),
    ("claim 12 · release 12", "take it on, give it back"),
    ("reply 12 · reply + hold 12 · reply + close 12", "write to the customer"),
    ("drafts", "what you began to write and have not sent"),
    ("hold 12 [for whom] [until Monday] · close 12 · reopen 12", "set it aside, end it, take it up again"),
    ("tags", "the catalogue of tags"),
    ("tag 12 · note 12 · history 12", "words for it, notes on it, all that happened"),
    ("escalate 12 [note] · assign 12 @ana · move 12", "to the managers, a colleague, another queue"),
    ("remind 12 tomorrow 9:00 … · reminders", "brings #12 back to you then; those to come"),
    ("like 12 · like 12 + close · undo 12", "say thanks; take a reply back before it leaves"),
    ("forum 12 · retweet 12 · why 12", "suggest the forum; an idea for the managers; why it is as it is"),
    ("clippings words · clippings 12 · clippings 12 words", "saved replies; those that fit #12"),
    ("kb words · kb 12 · kb 12 words", "articles of the knowledge base, in the language of #12"),
    ("article 12 [what is missing]", "says that the knowledge base lacks one for #12"),
    ("signature ana", "what stands under your replies; a pseudonym is fine"),
    ("bring https://…", "puts a post on the desk that nobody has found"),
    ("settings", "signature, languages and hours in one form"),
    ("languages de en", "which posts Next hands you; all for all of them"),
    ("ask …", "write to the managers"),
)
FILTERS = (
    "*Filters:* `tag:Crash` `kind:support` `stars:1-2` `age:2d` (waits longer; `age:&lt;2h` less) `sentiment:negative` "
    "`language:de` `account:@firefox` `network:…` `customer:Troll account`"
)
FOR_BEGINNERS = frozenset(
    {"list", "home", "search", "show", "tags", "tag", "clippings", "kb", "article", "settings", "ask"}
)
"""The first words of those lines that hold for beginners as well."""

FOR_MODERATORS: tuple[tuple[str, str], ...] = (
    ("people", "who is on the desk, and who is to be accepted as a volunteer"),
    ("stop [@account] · start [@account]", "halt and resume all public sending"),
    ("hours 9-17 mon-fri", "when you are on duty, by your own clock"),
)
FOR_MANAGERS: tuple[tuple[str, str], ...] = (
    (
        "tags add … · tags retire … · tags back … · tags rename Old &gt; New · tags hint Crash &gt; …",
        "change the catalogue; /desk tags has a form for it",
    ),
    ("clippings export · clippings import", "all saved replies as a file, out and in"),
)
STANDING_IN = frozenset({"moderator", "manager"})


def draw(desk: DeskPicture) -> Drawn:
    """The menu: how things stand, then few large buttons. Actions: queue:next (0: any queue), queue:next_in (a queue's
    key), filter:chosen (a filter's number), menu:play, menu:mine, menu:drafts, menu:list, menu:search, menu:ask,
    menu:help, menu:people, menu:tags, menu:clippings, menu:stop, menu:start, budget:raise (chosen)."""
    waiting = sum(queue.waiting for queue in desk.queues)
    answers = desk.role != "beginner"
    top = say("*{}* waiting", waiting) if waiting else say("*Nothing is waiting.* Enjoy it.")
    return drawn(
        say("The desk: {} waiting", waiting),
        section(top),
        standing(desk.queues),
        stops(desk),
        money.today(desk.spending),
        actions(
            button("Next", "queue:next", 0, style="primary") if waiting and answers else None,
            button("Play …", "menu:play", 0) if answers else None,
            button(f"Mine ({desk.mine})" if desk.mine else "Mine", "menu:mine", 0),
            button(f"Drafts ({desk.drafts})", "menu:drafts", 0) if desk.drafts else None,
            button("List", "menu:list", 0),
            button("Search …", "menu:search", 0),
        ),
        actions(next_in(desk.queues) if answers else None, own_filters(desk.saved)),
        actions(money.raising(desk.spending) if desk.role == "manager" else None),
        actions(
            asking(desk.role),
            button("Help", "menu:help", 0),
            button("People", "menu:people", 0) if desk.role in STANDING_IN else None,
            button("Tags", "menu:tags", 0) if desk.role == "manager" else None,
            button("Clippings", "menu:clippings", 0) if desk.role == "manager" else None,
            halt(desk.stopped) if desk.role in STANDING_IN else None,
        ),
    )


def asking(role: str) -> Element | None:
    """The button that writes to the managers, for all who are none."""
    return button("Ask the managers", "menu:ask", 0) if role != "manager" else None


def standing(queues: Sequence[QueuePicture]) -> Block | None:
    """One line for each queue in which something is open."""
    lines = [queue_line(queue) for queue in queues if queue.waiting or queue.claimed or queue.held]
    return section(joined(lines[:25], "\n")) if lines else None


def queue_line(queue: QueuePicture) -> Mrkdwn:
    """A queue in figures."""
    pieces = [say("{} waiting", queue.waiting)]
    if queue.oldest is not None and queue.waiting:
        pieces.append(say("oldest {}", when(queue.oldest)))
    if queue.claimed:
        pieces.append(say("{} claimed", queue.claimed))
    if queue.held:
        pieces.append(say("{} on hold", queue.held))
    if queue.hidden:
        pieces.append(say("{} not shown", queue.hidden))
    return say("{}  {}", bold(queue.name), joined(pieces))


def next_in(queues: Sequence[QueuePicture]) -> Element | None:
    """A menu of the queues in which somebody waits."""
    options = [option(f"{queue.name} ({queue.waiting})", queue.key) for queue in queues if queue.waiting]
    return select("queue:next_in", options, placeholder="Next in …") if len(options) > 1 else None


def own_filters(saved: Sequence[tuple[int, str]]) -> Element | None:
    """A menu of the filters somebody keeps; choosing one lists what fits it."""
    options = [option(name, number) for number, name in saved]
    return select("filter:chosen", options, placeholder="Your filters …") if options else None


def stops(desk: DeskPicture) -> Block | None:
    """What may not be sent at present."""
    if desk.rehearsal:
        return context(say("🎭 This is a rehearsal: nothing leaves in public."))
    if not desk.stopped:
        return None
    names = "everything" if "*" in desk.stopped else ", ".join(f"@{each}" for each in desk.stopped)
    return context(say("⛔ Public sending is stopped: {}", names))


def halt(stopped: Sequence[str]) -> Element:
    """The button that stops all public sending, or lets it go on."""
    if "*" in stopped:
        return button("Start sending", "menu:start", 0, style="primary")
    sure = confirmation(
        "Stop all public sending?", "What is queued waits, visibly, until somebody starts it again.", "Stop"
    )
    return button("Stop sending", "menu:stop", 0, style="danger", confirm=sure)


def draw_help(*, role: str) -> Drawn:
    """Every command in a line, for those this role may use."""
    commands = [each for each in COMMANDS if role != "beginner" or each[0].split()[0] in FOR_BEGINNERS]
    if role in STANDING_IN:
        commands += FOR_MODERATORS
    if role == "manager":
        commands += FOR_MANAGERS
    lines = [say("`/desk {}` {}", Mrkdwn(command), does) for command, does in commands]
    hint = say(
        "A number alone shows that conversation: `/desk 12`. What you write in a card's thread is always a note."
    )
    return drawn(say("What /desk can do"), section(joined(lines, "\n")), context(Mrkdwn(FILTERS)), context(hint))
