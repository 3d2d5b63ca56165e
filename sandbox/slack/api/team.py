"""auth.*, team.*, apps.* and small ones: what the app is and where it connects."""

from sandbox.people import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID, TEAM_NAME
from sandbox.slack.api.call import Call
from sandbox.slack.errors import Json, SlackError


def test_auth(call: Call) -> Json:
    """Who the token belongs to; permalinks begin with this address."""
    return {
        "url": f"{call.workspace.base_url}/slack/",
        "team": TEAM_NAME,
        "user": call.workspace.users[BOT_USER_ID].name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def test_api(call: Call) -> Json:
    """Gives back what it was given."""
    if call.text("error"):
        raise SlackError(call.text("error"), args=call.arguments)
    return {"args": call.arguments}


def open_connection(call: Call) -> Json:
    """The address of a new Socket Mode connection."""
    ticket = call.workspace.socket.new_ticket()
    host = call.workspace.base_url.partition("://")[2]
    return {"url": f"ws://{host}/slack/link?ticket={ticket}&app_id={APP_ID}"}


def info(call: Call) -> Json:
    """The workspace."""
    return {
        "team": {
            "id": TEAM_ID,
            "name": TEAM_NAME,
            "url": f"{call.workspace.base_url}/",
            "domain": TEAM_NAME.lower(),
            "email_domain": "sandbox.example",
            "icon": {"image_default": True},
        }
    }


def bot_info(call: Call) -> Json:
    """The bot behind a bot id."""
    if call.text("bot") not in {"", BOT_ID}:
        raise SlackError("bot_not_found")
    name = call.workspace.app.name
    bot = {"id": BOT_ID, "deleted": False, "name": name, "updated": 1_700_000_000, "app_id": APP_ID}
    return {"bot": {**bot, "user_id": BOT_USER_ID, "icons": {}}}


def emoji(call: Call) -> Json:
    """The workspace's own emoji: none."""
    return {"emoji": {}, "cache_ts": call.workspace.new_ts()}
