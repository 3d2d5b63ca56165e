"""The programme with the tags that managers keep: what desk.toml says, by the names that tags go by now. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.programme import Condition, Programme, Tag
from storage.tables import CatalogueTag


def as_kept(programme: Programme, changed: Sequence[CatalogueTag], *, retired: bool) -> Programme:
    """The programme with each tag as managers changed it, with those they added, and with the `retired` ones or not.

    What rules set and what anything else in desk.toml names goes by the new names as well. Twice is as good as once.
    """
    rows = {row.name.casefold(): row for row in changed} | {row.filed.casefold(): row for row in changed if row.filed}
    kept = [changed_by(rows.get(tag.name.casefold()), tag, programme) for tag in programme.tags]
    known = {tag.name.casefold() for tag in kept}
    added = [changed_by(row, Tag(name=row.name), programme) for row in changed if row.name.casefold() not in known]
    gone = set() if retired else {row.name.casefold() for row in changed if row.retired_at is not None}
    tags = tuple(tag for tag in (*kept, *added) if tag.name.casefold() not in gone)
    names = {row.filed: row.name for row in changed if row.filed}
    return by_new_names(programme, names).model_copy(update={"tags": tags})


def changed_by(row: CatalogueTag | None, tag: Tag, programme: Programme) -> Tag:
    """A tag as a manager changed it; what they left alone stays, and so does a reason that desk.toml has no more."""
    if row is None:
        return tag
    said = {
        "name": row.name,
        "hint": row.hint,
        "checklist": tuple(row.checklist) if row.checklist is not None else None,
    }
    update: dict[str, Any] = {key: value for key, value in said.items() if value is not None}
    if row.closes_as is not None and row.closes_as in {"", *(each.name for each in programme.reasons)}:
        update["closes_as"] = row.closes_as or None
    return tag.model_copy(update=update)


def by_new_names(programme: Programme, names: Mapping[str, str]) -> Programme:
    """The programme with `names`, new ones by those in desk.toml, wherever it names tags besides the catalogue."""
    if not names:
        return programme

    def now(tags: Iterable[str]) -> tuple[str, ...]:
        return tuple(names.get(each, each) for each in tags)

    def condition(when: Condition) -> Condition:
        return when.model_copy(update={"tags": now(when.tags)})

    rules = [each.model_copy(update={"tags": now(each.tags), "when": condition(each.when)}) for each in programme.rules]
    queues = [
        queue.model_copy(
            update={
                "moves_to": tuple(each.model_copy(update={"when": condition(each.when)}) for each in queue.moves_to)
            }
        )
        for queue in programme.queues
    ]
    areas = [each.model_copy(update={"name": names.get(each.name, each.name)}) for each in programme.product_areas]
    update = {
        "rules": tuple(rules),
        "queues": tuple(queues),
        "product_areas": tuple(areas),
        "celebrity": programme.celebrity.model_copy(update={"tag": now([programme.celebrity.tag])[0]}),
        "retweets": programme.retweets.model_copy(update={"tags": now(programme.retweets.tags)}),
    }
    if programme.knowledge_base is not None:
        needed = now([programme.knowledge_base.needed])[0]
        update["knowledge_base"] = programme.knowledge_base.model_copy(update={"needed": needed})
    return programme.model_copy(update=update)
