"""What keyholders are asked to do by hand, and what is told of how it went."""

from dataclasses import replace

from bot.pictures.conversations import ReplyPicture
from bot.slack.kit import Drawn, button, drawn, rich, section
from bot.slack.news import About, news, number
from bot.slack.reply_state import at, attached, composer, reply_blocks
from bot.slack.said import preformatted
from bot.slack.words import Mrkdwn, is_address, one_line, person, say, shortened


def hand_reply(about: About) -> Drawn:
    """A keyholder is asked to send an approved reply by hand: what it answers, the text, how, and what then.

    Once somebody has said that it is out nobody is led to the composer: a second one would answer the customer twice.
    """
    reply = about.reply
    if reply is None or not is_asked_for(reply):
        return news(about, "✓ This reply no longer needs you", more=reply_blocks(reply))
    if reply.waits_for:
        return news(about, "✋ Please do not send this reply now", more=reply_blocks(reply))
    how = say("Open the composer as {}, send it there, then say so.", at(reply.account))
    if composer(reply) is None:
        how = say("It is too long for a link: copy the text, answer as {}, then say so.", at(reply.account))
    ask = say("✋ Please send this from {}, written by {}", at(reply.account), person(reply.by))
    return news(
        about,
        ask,
        quoting=True,
        more=[section(how), rich(preformatted(reply.text)), *attached(replace(reply, attachment_link=""))],
        buttons=[
            composer(reply),
            button("I sent it", "reply:sent_by_hand", reply.number),
            button("Not me", "reply:not_me", reply.number),
        ],
    )


def is_asked_for(reply: ReplyPicture) -> bool:
    """Whether a keyholder is still to send a reply: nobody has said that it is out."""
    return reply.state == "by_hand" and not reply.said_sent_by


def file(reply: ReplyPicture, conversation: int) -> Mrkdwn:
    """What stands above the file that goes with a reply, in front of the message that asks for it to be sent."""
    shows = say(" Describe it as: {}", shortened(one_line(reply.description), 1000)) if reply.description else ""
    return say("📎 This goes with the reply to *#{}* that I ask you to send.{}", conversation, shows)


def no_file(reply: ReplyPicture, conversation: int, why: str) -> Drawn:
    """The same where there is no file: why, and who has it."""
    name, reason = shortened(one_line(reply.attachment), 120), shortened(one_line(why), 300)
    missing = say("⚠️ {} should go with the reply to *#{}*, but I cannot hand it to you.", name, conversation)
    text = say("{} {} Ask {} for it before you send the reply.", missing, reason, person(reply.by))
    return drawn(text, section(text))


def hand_like(about: About) -> Drawn:
    """A keyholder is asked to like a post by hand."""
    like = about.like
    if like is None or like.state != "by_hand" or like.said_done_by:
        return news(about, "✓ This like no longer needs you")
    ask = say("🤍 Please like this from {}, asked for by {}", at(like.account), person(like.by))
    opens = button("Open the post", "like:open", like.number, style="primary", address=like.address)
    done = button("I liked it", "like:sent_by_hand", like.number)
    return news(about, ask, quoting=True, buttons=[opens if is_address(like.address) else None, done])


def like_refused(about: About) -> Drawn:
    """A like was refused after its conversation was closed: its card is one line and does not say so."""
    why = shortened(one_line(about.like.why or ""), 300) if about.like else ""
    text = say("⚠️ Your like was not given: {} The conversation stays closed", why or "the network refused it.")
    reopen = button("Reopen", "conversation:reopen", number(about))
    return news(about, text, quoting=True, buttons=[reopen if about.card and about.card.state == "closed" else None])


def wrong_account(about: About) -> Drawn:
    """A hand-sent reply was found under another account."""
    if about.reply is None or about.reply.sent_from is None:
        return news(about, "⚠️ A reply went out from another account than meant")
    return news(
        about,
        say("⚠️ A reply went out from {} instead of {}", at(about.reply.sent_from), at(about.reply.account)),
        more=reply_blocks(about.reply),
    )
