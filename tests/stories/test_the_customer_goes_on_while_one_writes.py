"""What the customer says while somebody writes is read before the reply leaves."""

from tests.stories.stage import Stage, readable
from tests.stories.test_drafts_are_kept import form_of, value, writing

CHANGED = "while you were writing"


async def test_what_is_said_meanwhile_is_shown_and_send_once_more_answers_it(desk: Stage) -> None:
    ana, post, card = await writing(desk, "my tabs are gone, what now")
    ana.fill("text", "Please try a fresh profile")
    more = desk.customer("Lena M.").post("@FirefoxSupport they were in another window", in_reply_to=post, lang="en")
    desk.next_reading()
    await desk.reads(ana, card.channel, "another window")

    assert (await ana.submit()).errors == {}
    assert CHANGED in readable(form_of(ana))
    assert "another window" in readable(form_of(ana))
    assert value(ana, "text") == "Please try a fresh profile"
    ana.fill("text", "Good that they are back!")
    await ana.press("reply:check")
    assert CHANGED not in readable(form_of(ana))
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    (reply,) = await desk.until(lambda: desk.replies_to(more), what="the reply on X")
    assert reply.text.endswith("Good that they are back! ^an")
    assert [str(each.id) for each in desk.replies_to(post)] == [more]


async def test_check_shows_what_was_changed_meanwhile(desk: Stage) -> None:
    ana, post, card = await writing(desk, "my tabs are gone, what now")
    desk.customer("Lena M.").edit(post, "@FirefoxSupport my tabs are gone. Solved, thanks")
    desk.forward(minutes=40)
    await desk.reads(ana, card.channel, "Solved, thanks")
    ana.fill("text", "Please try a fresh profile")
    await ana.press("reply:check")
    assert CHANGED in readable(form_of(ana))
    assert "Solved, thanks" in readable(form_of(ana))
    assert desk.replies_to(post) == []
