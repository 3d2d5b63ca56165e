"""Setting a conversation aside: for the customer, or for somebody inside, until a day."""

from bot.slack.kit import View, day, field, modal, option, radio, typed


def draw(
    number: int,
    *,
    days: int,
    answered: bool = True,
    waiting_on: str | None = None,
    whom: str = "",
    until: str | None = None,
) -> View:
    """The form. Inputs: `waiting_on` (customer, internal), `whom`, `until` (an ISO date).

    `days` is how long a customer may be silent. A customer whom nobody has `answered` is waited for only where that is
    chosen: silence would close it without a word of ours.
    """
    silence = f"after {days} days of silence closing is proposed"
    before_an_answer = f"nobody has answered yet; {silence}"
    kinds = [
        option("Waiting on the customer", "customer", hint=silence if answered else before_an_answer),
        option("Waiting on a colleague", "internal", hint="say for whom and until when; then it comes back"),
    ]
    likely = "customer" if answered else "internal"
    return modal(
        f"Hold #{number}",
        [
            field("What it waits for", radio("waiting_on", kinds, chosen=waiting_on or likely), "waiting_on"),
            field(
                "For whom",
                typed("whom", text=whom, limit=200, placeholder="A person, a team, a bug"),
                "whom",
                hint="Only when waiting on a colleague.",
                optional=True,
            ),
            field("Comes back on", day("until", chosen=until), "until", optional=True),
        ],
        callback="conversation:hold",
        metadata=str(number),
        submit="Hold",
    )
