"""The one message of a sitting in play mode: the card in hand, what can be done with it, and the count."""

from bot.pictures.own import SittingPicture
from bot.slack import card as cards
from bot.slack.kit import Drawn, Element, View, actions, button, context, drawn, modal, option, section, select
from bot.slack.words import joined, safe, say, times

OVER = {
    "stopped": "Thank you, that was that.",
    "idle": "It was quiet for {}, so it ended; what was in your hands is free again.",
    "anew": "It goes on in a newer message.",
    "not allowed": "What it was about is not yours to act on any more.",
}


def draw(sitting: SittingPicture) -> Drawn:
    """A sitting. Actions: play:next and play:stop (its number), play:skip (`number:reason`), conversation:reply_hold
    and conversation:reply_close (the conversation's number), and those of the card."""
    if sitting.ended_why is not None:
        why = OVER.get(sitting.ended_why, "").format(times(sitting.ends_after, "minute"))
        text = say("🏁 *Play mode is over.* {}", why)
        return drawn(text, section(text), count(sitting))
    stop = button("Stop", "play:stop", sitting.number)
    following = button("Next", "play:next", sitting.number, style=None if sitting.to_do else "primary")
    if sitting.card is None:
        text = say("☀️ *Nothing is left to hand you.* Next looks again.")
        return drawn(text, section(text), actions(following, stop), count(sitting))
    card = cards.draw(sitting.card)
    row = [*answering(sitting), skipping(sitting), stop] if sitting.to_do else [following, stop]
    return drawn(card.text, card.blocks, actions(*row, block_id="sitting"), count(sitting))


def begun(number: int | None) -> str:
    """Where it goes on, with the conversation that was handed out first; without, that nothing was left."""
    if number is None:
        return "Nothing is waiting there. Play mode looks again when you press Next in your direct messages with me."
    return f"#{number} is yours: play mode goes on in your direct messages with me."


def draw_begun(number: int | None) -> View:
    """The same in a window."""
    return modal("Play mode", [section(say("🎮 {}", begun(number)))], callback="play:begun", close="Done")


def answering(sitting: SittingPicture) -> list[Element]:
    """Replying, with what follows it; Reply alone is on the card."""
    number = sitting.card.number if sitting.card else 0
    return [
        button("Reply + hold", "conversation:reply_hold", number),
        button("Reply + close", "conversation:reply_close", number),
    ]


def skipping(sitting: SittingPicture) -> Element:
    """The menu of reasons to skip it."""
    reasons = [option(each, f"{sitting.number}:{each}") for each in sitting.reasons]
    return select("play:skip", reasons, placeholder="Skip …")


def count(sitting: SittingPicture) -> dict[str, object]:
    """What was done so far."""
    done = [say("{} handed out", sitting.handed), say("{} answered", sitting.answered)]
    done += [say("{} closed", sitting.closed)] if sitting.closed else []
    return context(say("🎮 {}", safe(sitting.title, 200)), joined([*done, say("{} skipped", sitting.skipped)]))


def still_there(number: str, minutes: int) -> Drawn:
    """The question to somebody who has been quiet for a while, so many minutes before it ends."""
    left = times(minutes, "minute")
    text = say("🎮 Still playing? In {} play mode ends by itself and gives back what is in your hands.", left)
    return drawn(text, section(text), actions(button("Stop", "play:stop", number)))
