"""The form of one's own settings: languages, signature, working hours, as far as one's role has them."""

from bot.pictures.home import SettingsPicture
from bot.slack.kit import View, field, modal, typed


def draw(own: SettingsPicture) -> View:
    """The form. Inputs: `languages`, and where the role has them `signature` and `hours`."""
    blocks = [
        field(
            "Languages you read",
            typed("languages", text=" ".join(own.languages), limit=200, placeholder="de en pt-BR"),
            "languages",
            hint="Next hands you posts in these. Leave it empty for all of them.",
            optional=True,
        )
    ]
    if own.signature is not None:
        blocks.append(
            field(
                "Signature",
                typed("signature", text=own.signature, limit=20, placeholder="ana"),
                "signature",
                hint="Stands under your replies, in public. A pseudonym is fine.",
                optional=True,
            )
        )
    if own.hours is not None:
        blocks.append(
            field(
                "Working hours",
                typed("hours", text=own.hours, limit=100, placeholder="9:00-17:30 mon-fri"),
                "hours",
                hint=f"When you are on duty and can be paged, by your own clock ({own.zone}).",
            )
        )
    return modal("Your settings", blocks, callback="member:settings", submit="Save")
