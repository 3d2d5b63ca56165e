"""Which queues a member sees, in which of them they may act, and the queue meant by a word they typed."""

from collections.abc import Iterable

from bot.desk.finding.nearest import did_you_mean
from bot.errors import NotFound
from bot.programme import Programme, Queue
from storage.tables import Member, Role


def is_moderators_only(programme: Programme, key: str) -> bool:
    """Whether only moderators and managers see a queue; one that desk.toml no longer names is theirs to sort out."""
    return key not in {queue.key for queue in programme.queues} or programme.queue(key).roles == "moderator"


def is_escalation(programme: Programme, key: str) -> bool:
    """Whether this is the escalation queue, which everybody reads and where moderators and managers act."""
    return key == programme.escalation.queue


def sees(member: Member, key: str, programme: Programme) -> bool:
    """Whether a member's role shows them this queue."""
    return member.role.reaches(Role.MODERATOR) or not is_moderators_only(programme, key)


def acts_in(member: Member, key: str, programme: Programme) -> bool:
    """Whether a member may claim, answer and close in this queue. Source: programme.md, "Queues"."""
    if is_escalation(programme, key) or is_moderators_only(programme, key):
        return member.role.reaches(Role.MODERATOR)
    return member.role.reaches(Role.VOLUNTEER)


def visible_queues(programme: Programme, member: Member) -> tuple[Queue, ...]:
    """The queues of desk.toml that a member's role shows, in their order."""
    return tuple(queue for queue in programme.queues if sees(member, queue.key, programme))


def words_for(queue: Queue) -> set[str]:
    """All that stands for a queue, in small letters: its key, its name, its channel, its further words."""
    return {each.casefold() for each in (queue.key, queue.name, queue.channel, *queue.words)}


def queue_named(word: str, *, by: Member, programme: Programme, or_one_of: Iterable[str] = ()) -> Queue:
    """The queue meant by its key, name, channel or a further word, whatever its case, with or without #.

    Raises NotFound, naming the nearest or else all there are, for one that does not exist or that the member's role
    does not show; the nearest may be `or_one_of` other names that could have stood there.
    """
    wanted = word.strip().removeprefix("#").casefold()
    visible = visible_queues(programme, by)
    for queue in visible:
        if wanted in words_for(queue):
            return queue
    meant = did_you_mean(wanted, [*(name for queue in visible for name in (queue.name, *queue.words)), *or_one_of])
    told = meant or f" There are: {', '.join(queue.name for queue in visible)}."
    raise NotFound(f"There is no queue “{word.strip()}”.{told}", field="queue")


def queue_name(programme: Programme, key: str) -> str:
    """What people call a queue; its key when desk.toml no longer names it."""
    return next((queue.name for queue in programme.queues if queue.key == key), key)


def keys_of(queue: str | None, by: Member, programme: Programme) -> tuple[str, ...] | None:
    """The queues to look in: the one named, else all that the member sees; None is truly all, for moderators."""
    if queue:
        return (queue_named(queue, by=by, programme=programme).key,)
    if by.role.reaches(Role.MODERATOR):
        return None
    return tuple(each.key for each in visible_queues(programme, by))
