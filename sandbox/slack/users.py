"""Who is in the workspace, as `users.info` describes them."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sandbox.people import TEAM_ID
from sandbox.slack.errors import Json


@dataclass
class User:
    """A person or the bot."""

    id: str
    name: str
    """The handle, lower case."""
    real_name: str
    tz: str = "Europe/London"
    locale: str = "en-US"
    colour: str = "4a5568"
    is_bot: bool = False
    bot_id: str | None = None
    is_admin: bool = False
    deleted: bool = False
    status_text: str = ""
    status_emoji: str = ""

    def as_json(self, now: datetime, *, include_locale: bool = False, with_email: bool = True) -> Json:
        """The user object at this moment: the offset of the time zone, in seconds, follows daylight saving."""
        offset, label = _zone_at(self.tz, int(now.timestamp()) // 900)
        shown: Json = {
            "id": self.id,
            "team_id": TEAM_ID,
            "name": self.name,
            "deleted": self.deleted,
            "color": self.colour.lstrip("#"),
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": label,
            "tz_offset": offset,
            "profile": self._profile(with_email=with_email),
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1_700_000_000,
            "is_email_confirmed": not self.is_bot,
            "who_can_share_contact_card": "EVERYONE",
        }
        if include_locale:
            shown["locale"] = self.locale
        return shown

    def _profile(self, *, with_email: bool) -> Json:
        profile: Json = {
            "title": "",
            "phone": "",
            "skype": "",
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": "" if self.is_bot else self.real_name,
            "display_name_normalized": "" if self.is_bot else self.real_name,
            "status_text": self.status_text,
            "status_emoji": self.status_emoji,
            "status_expiration": 0,
            "avatar_hash": "g0",
            "first_name": self.real_name.split(" ")[0],
            "team": TEAM_ID,
        }
        if self.bot_id is not None:
            profile["bot_id"] = self.bot_id
        elif with_email:
            profile["email"] = f"{self.name}@sandbox.example"
        return profile


@lru_cache(maxsize=256)
def _zone_at(tz: str, quarter_hour: int) -> tuple[int, str]:
    local = datetime.fromtimestamp(quarter_hour * 900, ZoneInfo(tz))
    offset = local.utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0, local.tzname() or tz
