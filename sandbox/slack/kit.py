"""Slack's rules for every element and block of Block Kit. Source: Block Kit reference, with its numbers."""

from typing import Any

from sandbox.slack.shapes import (
    Problems,
    Rule,
    anything,
    array,
    boolean,
    by_type,
    complain,
    matching,
    number,
    one_of,
    plain,
    string,
    text_object,
    thing,
)

IDENTIFIER = string(255)
URL = matching(r"(?s)(?=.{1,3000}$)[a-z][a-z0-9+.-]*:\S+", "invalid url or longer than 3000 characters")
STYLE = one_of("primary", "danger")
IDS = array(string(255, 1), most=100)

CONFIRM = thing(
    {"text": text_object(300)}, {"title": plain(100), "confirm": plain(30), "deny": plain(30), "style": STYLE}
)


def _option(text: Rule, /, **more: Rule) -> Rule:
    return thing({"text": text, "value": string(75, 1)}, {"description": plain(75), **more})


PLAIN_OPTION = _option(plain(75))
ANY_OPTION = _option(text_object(75), description=text_object(75))
MENU_OPTION = _option(plain(75), url=URL)
OPTION_GROUP = thing({"label": plain(75), "options": array(PLAIN_OPTION, most=100, fewest=1)})
OFFERED = thing({}, {"options": array(PLAIN_OPTION, most=100), "option_groups": array(OPTION_GROUP, most=100)})
"""What an external select is answered with."""
DISPATCH = thing(
    {}, {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), most=2, fewest=1)}
)


def _options_xor_groups(value: Any, pointer: str, problems: Problems) -> None:
    if ("options" in value) == ("option_groups" in value):
        complain(problems, "must provide either options or option_groups", pointer)


def _initial_is_an_option(value: Any, pointer: str, problems: Problems) -> None:
    groups = value.get("option_groups") or []
    grouped = [option for group in groups if isinstance(group, dict) for option in group.get("options", ())]
    known = [*(value.get("options") or []), *grouped]
    initial = value.get("initial_option")
    for one in [*([initial] if initial else []), *(value.get("initial_options") or [])]:
        if one not in known:
            complain(problems, "initial option does not match any of the options", pointer)


def _element(required: dict[str, Rule] | None = None, /, *rules: Rule, **optional: Rule) -> Rule:
    return thing({"type": anything, **(required or {})}, {"action_id": IDENTIFIER, **optional}, *rules)


PICKS: dict[str, Rule] = {"confirm": CONFIRM, "focus_on_load": boolean}
SELECT: dict[str, Rule] = {**PICKS, "placeholder": plain(150)}
MULTI: dict[str, Rule] = {**SELECT, "max_selected_items": number(1, 100)}
ONE_LIST: dict[str, Rule] = {
    "options": array(PLAIN_OPTION, most=100, fewest=1),
    "option_groups": array(OPTION_GROUP, most=100, fewest=1),
}
PLACES: dict[str, Rule] = {"default_to_current_conversation": boolean, "filter": anything}
TYPED: dict[str, Rule] = {"placeholder": plain(150), "focus_on_load": boolean, "dispatch_action_config": DISPATCH}
INITIAL_MANY = array(PLAIN_OPTION, most=100, fewest=1)


def _lengths_agree(value: Any, pointer: str, problems: Problems) -> None:
    shortest, longest, initial = value.get("min_length"), value.get("max_length"), value.get("initial_value")
    if isinstance(shortest, int) and isinstance(longest, int) and shortest > longest:
        complain(problems, "min_length must not be greater than max_length", pointer)
    if isinstance(longest, int) and isinstance(initial, str) and len(initial) > longest:
        complain(problems, "initial_value is longer than max_length", pointer)


def _image(value: Any, pointer: str, problems: Problems) -> None:
    if ("image_url" in value) == ("slack_file" in value):
        complain(problems, "must provide either image_url or slack_file", pointer)


IMAGE_ELEMENT = thing(
    {"type": anything, "alt_text": string(2000, 1)}, {"image_url": URL, "slack_file": anything}, _image
)

ELEMENTS: dict[str, Rule] = {
    "button": _element(
        {"text": plain(75)}, url=URL, value=string(2000), style=STYLE, confirm=CONFIRM, accessibility_label=string(75)
    ),
    "workflow_button": _element(
        {"text": plain(75), "workflow": anything}, style=STYLE, confirm=CONFIRM, accessibility_label=string(75)
    ),
    "overflow": _element({"options": array(MENU_OPTION, most=5, fewest=1)}, confirm=CONFIRM),
    "static_select": _element(
        None,
        _options_xor_groups,
        _initial_is_an_option,
        **ONE_LIST,
        **SELECT,
        initial_option=PLAIN_OPTION,
    ),
    "multi_static_select": _element(
        None,
        _options_xor_groups,
        _initial_is_an_option,
        **ONE_LIST,
        **MULTI,
        initial_options=INITIAL_MANY,
    ),
    "external_select": _element(**SELECT, initial_option=PLAIN_OPTION, min_query_length=number(0, 100)),
    "multi_external_select": _element(**MULTI, initial_options=INITIAL_MANY, min_query_length=number(0, 100)),
    "users_select": _element(**SELECT, initial_user=string(255, 1)),
    "multi_users_select": _element(**MULTI, initial_users=IDS),
    "conversations_select": _element(
        **SELECT, **PLACES, initial_conversation=string(255, 1), response_url_enabled=boolean
    ),
    "multi_conversations_select": _element(**MULTI, **PLACES, initial_conversations=IDS),
    "channels_select": _element(**SELECT, initial_channel=string(255, 1), response_url_enabled=boolean),
    "multi_channels_select": _element(**MULTI, initial_channels=IDS),
    "checkboxes": _element(
        {"options": array(ANY_OPTION, most=10, fewest=1)},
        _initial_is_an_option,
        **PICKS,
        initial_options=array(ANY_OPTION, most=10, fewest=1),
    ),
    "radio_buttons": _element(
        {"options": array(ANY_OPTION, most=10, fewest=1)},
        _initial_is_an_option,
        **PICKS,
        initial_option=ANY_OPTION,
    ),
    "datepicker": _element(**SELECT, initial_date=matching(r"\d{4}-\d\d-\d\d", "must be a date as YYYY-MM-DD")),
    "timepicker": _element(
        **SELECT, initial_time=matching(r"([01]\d|2[0-3]):[0-5]\d", "must be a time as HH:mm"), timezone=string(100)
    ),
    "datetimepicker": _element(**PICKS, initial_date_time=number(1_000_000_000, 9_999_999_999)),
    "plain_text_input": _element(
        None,
        _lengths_agree,
        **TYPED,
        initial_value=string(3000),
        multiline=boolean,
        min_length=number(0, 3000),
        max_length=number(1, 3000),
    ),
    "email_text_input": _element(**TYPED, initial_value=string(3000)),
    "url_text_input": _element(**TYPED, initial_value=string(3000)),
    "number_input": _element(
        {"is_decimal_allowed": boolean},
        **TYPED,
        initial_value=string(100),
        min_value=string(100),
        max_value=string(100),
    ),
    "rich_text_input": _element(**TYPED, initial_value=anything, min_lines=number(1, 100), max_lines=number(1, 100)),
    "file_input": _element(filetypes=array(string(20), most=100), max_files=number(1, 10)),
    "feedback_buttons": _element({"positive_button": anything, "negative_button": anything}),
    "icon_button": _element(
        {"icon": one_of("trash"), "text": plain(75)},
        value=string(2000),
        confirm=CONFIRM,
        accessibility_label=string(75),
        visible_to_user_ids=IDS,
    ),
    "image": IMAGE_ELEMENT,
}

PICKERS = {
    "checkboxes",
    "datepicker",
    "datetimepicker",
    "radio_buttons",
    "timepicker",
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "multi_static_select",
    "multi_external_select",
    "multi_users_select",
    "multi_conversations_select",
    "multi_channels_select",
}
IN_ACTIONS = PICKERS | {"button", "overflow", "workflow_button", "rich_text_input"}
IN_ACCESSORY = (PICKERS - {"datetimepicker"}) | {"button", "overflow", "workflow_button", "image"}
IN_INPUT = PICKERS | {
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
}


def _section_says_something(value: Any, pointer: str, problems: Problems) -> None:
    if "text" not in value and "fields" not in value:
        complain(problems, "missing required field: text or fields", pointer)


def _action_ids_are_unique(value: Any, pointer: str, problems: Problems) -> None:
    seen: set[str] = set()
    elements = value.get("elements")
    for index, element in enumerate(elements if isinstance(elements, list) else ()):
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if isinstance(action_id, str) and action_id in seen:
            complain(
                problems,
                f'`action_id` "{action_id}" already exists for another element',
                f"{pointer}/elements/{index}/action_id",
            )
        seen.add(str(action_id))


def _block(required: dict[str, Rule] | None = None, /, *rules: Rule, **optional: Rule) -> Rule:
    return thing({"type": anything, **(required or {})}, {"block_id": IDENTIFIER, **optional}, *rules)


CONTEXT_ELEMENTS: dict[str, Rule] = {"image": IMAGE_ELEMENT} | {
    kind: text_object(3000, kind) for kind in ("plain_text", "mrkdwn")
}
RICH = by_type(
    dict.fromkeys(("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"), anything)
)

BLOCKS: dict[str, Rule] = {
    "section": _block(
        None,
        _section_says_something,
        text=text_object(3000),
        expand=boolean,
        fields=array(text_object(2000), most=10, fewest=1),
        accessory=by_type(ELEMENTS, IN_ACCESSORY),
    ),
    "actions": _block({"elements": array(by_type(ELEMENTS, IN_ACTIONS), most=25, fewest=1)}, _action_ids_are_unique),
    "context": _block({"elements": array(by_type(CONTEXT_ELEMENTS), most=10, fewest=1)}),
    "context_actions": _block(
        {"elements": array(by_type(ELEMENTS, {"feedback_buttons", "icon_button"}), most=5, fewest=1)}
    ),
    "header": _block({"text": plain(150)}),
    "divider": _block(),
    "image": _block({"alt_text": string(2000, 1)}, _image, title=plain(2000), image_url=URL, slack_file=anything),
    "input": _block(
        {"label": plain(2000), "element": by_type(ELEMENTS, IN_INPUT)},
        hint=plain(2000),
        optional=boolean,
        dispatch_action=boolean,
    ),
    "markdown": _block({"text": string(12_000, 1)}),
    "rich_text": _block({"elements": array(RICH, most=1000)}),
    "file": _block({"external_id": IDENTIFIER, "source": one_of("remote")}),
    "video": _block(
        {"alt_text": string(2000, 1), "title": plain(199), "thumbnail_url": URL, "video_url": URL},
        author_name=string(50),
        description=plain(200),
        provider_icon_url=URL,
        provider_name=string(50),
        title_url=URL,
    ),
    "table": _block(
        {"rows": array(array(anything, most=20, fewest=1), most=100, fewest=1)},
        column_settings=array(anything, most=20),
    ),
    "alert": _block({"text": text_object(3000)}, level=one_of("default", "info", "warning", "error", "success")),
}

EVERYWHERE = {"section", "actions", "context", "header", "divider", "image", "input", "rich_text", "video"}
IN_MESSAGES = EVERYWHERE | {"file", "markdown", "context_actions", "table", "alert"}
IN_MODALS = EVERYWHERE | {"alert"}
IN_HOMES = EVERYWHERE | {"alert"}
