"""Setting a conversation aside: for the customer, or for somebody inside, until a day."""

from bot.slack.kit import View, day, field, modal, option, radio, typed


def draw(number: int, *, days: int, waiting_on: str = "customer", whom: str = "", until: str | None = None) -> View:
    """The form. Inputs: `waiting_on` (customer, internal), `whom`, `until` (an ISO date).

    `days` is how long a customer may be silent.
    """
    kinds = [
        option("Waiting on the customer", "customer", hint=f"after {days} days of silence closing is proposed"),
        option("Waiting on a colleague", "internal", hint="say for whom and until when; then it comes back"),
    ]
    return modal(
        f"Hold #{number}",
        [
            field("What it waits for", radio("waiting_on", kinds, chosen=waiting_on), "waiting_on"),
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
