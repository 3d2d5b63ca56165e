"""A store shows reviews for seven days: managers hear of its silence while nothing is lost, and when some may be."""

from tests.stories.stage import Stage, readable

LATE = "Nothing is lost yet: Google Play shows 7 days."
LOST = "some may be lost to the desk"


async def test_managers_are_warned_after_a_day_and_alarmed_after_six(desk: Stage) -> None:
    kira, ana, play = desk.person("kira"), desk.person("ana"), desk.sandbox.play
    play.review("org.mozilla.firefox", 1, "It loses all my tabs.", author="Marta Silva")
    desk.forward(minutes=2)
    await desk.card(ana, "It loses all my tabs.")
    desk.sandbox.faults.add("server_error", "play/GET /reviews")
    desk.forward(hours=25)
    await desk.told(kira, f"the reviews of Firefox for Android could not be read. {LATE}")
    assert LOST not in readable(kira.messages(kira.dm()))
    desk.forward(days=5)
    await desk.told(kira, LOST)
    assert LATE not in readable(ana.messages(ana.dm()))

    desk.sandbox.faults.clear()
    play.review("org.mozilla.firefox", 1, "It is back, and slow.", author="Budi")
    desk.forward(minutes=5)
    await desk.card(ana, "It is back, and slow.")
