"""What people do on the pretend X by hand, and what they see."""

from typing import Any

import pytest

from sandbox.server import Sandbox
from sandbox.x.hands import Refused
from tests.sandbox.x_client import client_of


def test_a_customer_is_made_once_and_changed_where_more_is_said() -> None:
    x = Sandbox().x
    first = x.customer("Marta Lind", followers=10)
    again = x.customer("Marta Lind", verified_type="blue")
    assert first is again
    assert (first.user.followers, first.user.verified_type, first.handle) == (10, "blue", "Marta_Lind")


def test_strange_names_get_handles_that_x_allows() -> None:
    x = Sandbox().x
    names = ["<!channel>", "نور", "Marta Lind", "marta_lind", "a" * 40, "a" * 41]
    handles = [x.customer(name).handle for name in names]
    assert len({handle.lower() for handle in handles}) == len(names)
    assert all(1 <= len(handle) <= 15 and handle.isascii() for handle in handles)
    assert [x.customer(name).user.name for name in names] == names


def test_a_thread_holds_everything_under_the_first_post_in_order() -> None:
    x = Sandbox().x
    marta, zoe = x.customer("Marta"), x.customer("Zoe")
    asked = marta.post("@Firefox it broke")
    other = marta.post("@Firefox something else")
    first = zoe.post("me too", in_reply_to=asked)
    edited = marta.edit(asked, "@Firefox it broke again")
    second = x.member("U0BEA").post("try this", in_reply_to=edited)
    assert [str(post.id) for post in x.thread(first)] == [first, edited, second]
    assert [str(post.id) for post in x.replies_to(edited)] == [first, second]
    assert other not in [str(post.id) for post in x.thread(asked)]


def test_deleting_takes_all_versions_and_the_count_at_the_parent() -> None:
    x = Sandbox().x
    marta, zoe = x.customer("Marta"), x.customer("Zoe")
    asked = marta.post("@Firefox it broke")
    reply = zoe.post("me too", in_reply_to=asked)
    assert x.find(asked).replies == 1
    zoe.delete(zoe.edit(reply, "me as well"))
    assert x.find(asked).replies == 0
    assert x.find(reply).deleted
    with pytest.raises(Refused):
        marta.like(reply)


def test_protected_posts_are_seen_by_their_author_only() -> None:
    x = Sandbox().x
    marta = x.customer("Marta")
    hidden = marta.post("@Firefox it broke")
    marta.protect()
    assert x.posts == []
    with pytest.raises(Refused):
        x.account("Firefox").like_by_hand(hidden)
    marta.protect(False)
    assert [str(post.id) for post in x.posts] == [hidden]


def test_an_account_by_hand_keeps_to_280_and_does_not_repeat_itself() -> None:
    x = Sandbox().x
    firefox = x.account("Firefox")
    firefox.post_by_hand("Firefox 146 is out")
    with pytest.raises(Refused, match="duplicate"):
        firefox.post_by_hand("firefox 146  is OUT")
    with pytest.raises(Refused, match="too long"):
        firefox.post_by_hand("a" * 281)


def test_only_its_author_changes_a_post() -> None:
    x = Sandbox().x
    asked = x.customer("Marta").post("@Firefox it broke")
    for deed in (lambda: x.account("Firefox").edit(asked, "it works"), lambda: x.account("Firefox").delete(asked)):
        with pytest.raises(Refused):
            deed()


def test_a_repost_happens_once() -> None:
    x = Sandbox().x
    asked = x.customer("Marta").post("@Firefox it broke")
    zoe = x.customer("Zoe")
    assert zoe.repost(asked) == zoe.repost(asked)
    assert len(x.find(asked).reposts) == 1


def test_who_is_not_the_brand_has_no_account() -> None:
    x = Sandbox().x
    x.customer("Marta")
    for handle in ("Marta", "nobody_here"):
        with pytest.raises(KeyError):
            x.account(handle)
    with pytest.raises(KeyError):
        x.member("U0NOBODY")


async def test_unread_are_the_mentions_that_no_call_of_the_account_returned(sandbox: Sandbox) -> None:
    marta = sandbox.x.customer("Marta")
    for number in range(7):
        marta.post(f"@Firefox {number}")
    gone = marta.post("@Firefox never mind")
    marta.delete(gone)
    assert sandbox.x.unread("Firefox") == 7
    async with client_of(sandbox.url, "FirefoxSupport") as other, client_of(sandbox.url, "Firefox") as own:
        await other.get_users_mentions("2101", max_results=100, user_auth=True)
        assert sandbox.x.unread("Firefox") == 7
        await own.get_users_mentions("2101", max_results=5, user_auth=True)
    assert sandbox.x.unread("Firefox") == 2


def test_every_change_is_told_to_who_listens() -> None:
    sandbox = Sandbox()
    heard: list[tuple[str, dict[str, Any]]] = []
    stop = sandbox.listen(lambda kind, payload: heard.append((kind, payload)))
    marta = sandbox.x.customer("Marta")
    asked = marta.post("@Firefox it broke")
    marta.like(asked)
    marta.protect()
    marta.delete(asked)
    stop()
    marta.post("@Firefox unheard")
    assert [kind for kind, _ in heard] == ["x.posted", "x.liked", "x.user", "x.deleted"]
    assert heard[0][1]["id"] == asked
