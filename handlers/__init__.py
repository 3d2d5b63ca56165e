"""What a person does in Slack becomes one verb of the desk; this is the table of contents."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.desk.desk import Desk
from handlers import (
    articles,
    bring,
    bulk,
    catalogue,
    clippings,
    clippings_file,
    close,
    command,
    conversation,
    drafts,
    escalate,
    filters,
    handing,
    hinting,
    hold,
    home,
    listing,
    menu,
    note,
    people,
    play,
    remind,
    reply,
    search,
    sending,
    standup,
    tag,
    thread,
)
from handlers.gate import gate
from handlers.refusals import Refusals

BUTTONS = {
    "conversation:claim": conversation.claim,
    "conversation:release": conversation.release,
    "conversation:reopen": conversation.reopen,
    "conversation:like": conversation.like,
    "conversation:like_close": conversation.like_and_close,
    "conversation:more": conversation.more,
    "conversation:ask": conversation.more,
    "conversation:show": conversation.show_pressed,
    "conversation:history": conversation.history_pressed,
    "history:page": conversation.history_page,
    "history:page:next": conversation.history_page,
    "conversation:reply": reply.open_pressed,
    "conversation:reply_hold": play.reply_and_hold,
    "conversation:reply_close": play.reply_and_close,
    "conversation:close": close.open_pressed,
    "conversation:hold": hold.open_pressed,
    "conversation:tag": tag.open_pressed,
    "conversation:note": note.open_pressed,
    "conversation:remind": remind.open_pressed,
    "reminder:remove": remind.remove,
    "conversation:assign": handing.open_pressed,
    "conversation:move": handing.open_to_move_pressed,
    "conversation:move_on": handing.move_on,
    "conversation:escalate": escalate.open_pressed,
    "reply:check": reply.check,
    "reply:attach": reply.ask_for_a_file,
    "reply:detach": reply.detach,
    "reply:style": reply.show_style,
    "afterwards": drafts.keep_chosen,
    "reason": drafts.keep_chosen,
    "draft:discard": drafts.discard,
    "draft:page": drafts.page,
    "draft:page:next": drafts.page,
    "reply:clipping": clippings.choose,
    "reply:undo": reply.undo,
    "reply:sent_by_hand": reply.sent_by_hand,
    "reply:not_me": reply.not_me,
    "reply:is_there": reply.ask_where,
    "reply:send_again": reply.send_again,
    "reply:give_back": reply.give_back,
    "like:sent_by_hand": conversation.liked_by_hand,
    "escalation:take": escalate.take,
    "escalation:answer": escalate.open_answer,
    "escalation:tell": escalate.tell,
    "escalation:reason": escalate.reason_chosen,
    "reply:forum": hinting.forum_pressed,
    "conversation:retweet": hinting.retweet_pressed,
    "conversation:why": hinting.why_pressed,
    "queue:next": listing.next_pressed,
    "queue:next_in": listing.next_in,
    "play:all": play.begin_at_once,
    "play:next": play.following,
    "play:skip": play.skip,
    "play:stop": play.stop,
    "list:page": listing.page,
    "list:page:next": listing.page,
    "list:move_on": listing.ask_which,
    "list:bulk": bulk.open_pressed,
    "bulk:old": bulk.open_old,
    "bulk:undo": bulk.undo,
    "menu:mine": listing.mine_pressed,
    "menu:list": listing.ask_what,
    "menu:play": play.ask_what,
    "filter:chosen": filters.chosen_in_menu,
    "filter:show": filters.show_pressed,
    "filter:remove": filters.remove,
    "menu:search": search.pressed,
    "search:page": search.page,
    "search:page:next": search.page,
    "menu:ask": menu.ask_pressed,
    "menu:help": menu.help_pressed,
    "menu:people": people.open_pressed,
    "menu:tags": catalogue.open_pressed,
    "menu:clippings": clippings.list_pressed,
    "menu:drafts": drafts.list_pressed,
    "menu:reminders": remind.list_pressed,
    "menu:settings": home.settings_pressed,
    "menu:sources": home.sources,
    "parked:try": home.try_again,
    "parked:rest": home.let_rest,
    "menu:stop": sending.stop_pressed,
    "menu:start": sending.start_pressed,
    "member:page": people.page,
    "member:page:next": people.page,
    "member:admit": people.admit,
    "member:change": people.change,
    "member:suspend": people.suspend,
    "member:reinstate": people.reinstate,
    "member:remove": people.remove,
    "reply:article": articles.choose,
    "article:reply": articles.reply_with,
    "article:needed": articles.needed,
    "article:need_none": articles.need_none,
    "clipping:reply": clippings.reply_with,
    "clipping:page": clippings.turn,
    "clipping:page:next": clippings.turn,
    "clipping:add": clippings.add,
    "clipping:export": clippings_file.export,
    "clipping:import": clippings_file.import_pressed,
    "clipping:edit": clippings.edit,
    "clipping:find": clippings.edit,
    "clipping:retire": clippings.retire,
    "clipping:bring_back": clippings.bring_back,
    "clipping:history": clippings.show_history,
    "catalogue:find": catalogue.edit_chosen,
    "catalogue:history": catalogue.history_pressed,
    "standup:line": standup.open_line,
    "standup:baton": standup.take_baton,
    "budget:raise": sending.raise_budget,
}
"""Buttons and menus, by their action id."""

FORMS = {
    "conversation:reply": reply.send,
    "conversation:close": close.submit,
    "conversation:hold": hold.submit,
    "conversation:tag": tag.submit,
    "conversation:note": note.submit,
    "conversation:remind": remind.submit,
    "conversation:assign": handing.assign,
    "conversation:move": handing.move,
    "conversation:escalate": escalate.submit,
    "escalation:answer": escalate.answer,
    "reply:is_there": reply.is_there,
    "list:filter": listing.filtered,
    "list:move_on": handing.move_all_on,
    "play:begin": play.begin,
    "catalogue:change": catalogue.submit,
    "catalogue:edit": catalogue.save,
    "search:find": search.find,
    "bulk:choose": bulk.choose,
    "bulk:do": bulk.carry_out,
    "desk:ask": menu.ask,
    "member:change": people.submit,
    "member:reads": play.said_what_they_read,
    "member:settings": home.save_settings,
    "clipping:save": clippings.save,
    "clipping:import": clippings_file.submit,
    "standup:line": standup.add_line,
}
"""Forms that are sent off, by their callback id."""

CHOICES = {
    "tags": tag.suggest,
    "tag": tag.suggest,
    "retire": tag.suggest,
    "back": catalogue.suggest_retired,
    "catalogue:find": tag.suggest,
    "reply:clipping": clippings.suggest,
    "reply:article": articles.suggest,
    "clipping:find": clippings.suggest_to_edit,
}
"""Menus that ask for their choices while somebody types, by their action id."""

LINKS = ("reply:composer", "like:open")
"""Buttons that open a page in the browser; Slack tells of them all the same and wants an answer."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Everything the desk listens to."""
    app.use(gate(desk))
    app.error(Refusals(desk).answer)
    app.command("/desk")(command.desk_command)
    app.shortcut("queue:next")(listing.next_pressed)
    app.shortcut("managers:ask")(menu.ask_pressed)
    app.shortcut("post:bring")(bring.bring_message)
    for action, pressed in BUTTONS.items():
        app.action(action)(pressed)
    for action in LINKS:
        app.action(action)(acknowledge)
    for callback, submitted in FORMS.items():
        app.view(callback)(submitted)
    app.view_closed("conversation:reply")(drafts.keep_chosen)
    for action, suggested in CHOICES.items():
        app.options(action)(suggested)
    app.event("message")(thread.message)
    app.event("app_home_opened")(home.opened)
    app.event("member_joined_channel")(acknowledge)


async def acknowledge(ack: AsyncAck) -> None:
    """Take note of it; there is nothing to do."""
    await ack()
