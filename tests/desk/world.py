"""A small world for tests of the desk: conversations that arrived, people who act through the desk, and a clock."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from bot.desk.desk import Desk, Who
from bot.desk.due import Task
from bot.desk.events import Event, note
from bot.networks.base import Network
from bot.programme import Programme
from storage.conversations import seen
from storage.db import Database
from storage.tables import (
    Card,
    CardState,
    Conversation,
    Customer,
    Happened,
    Message,
    Notice,
    Post,
    Reply,
    ReplyState,
    Side,
)
from tests.conftest import Cast, SetClock

Act = Callable[..., Awaitable[None]]


@dataclass
class World:
    """The desk on one database. People are named by the cast's names: `by="ana"`."""

    database: Database
    programme: Programme
    networks: Mapping[str, Network]
    clock: SetClock
    cast: Cast
    nudges: list[datetime] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.desk = Desk(
            self.database,
            self.programme,
            self.networks,
            self.clock,
            lambda: self.nudges.append(self.clock.now()),
        )

    async def do(self, verb: Callable[..., Awaitable[Any]], *arguments: Any, by: str, **more: Any) -> Any:
        """Let somebody do something, as a click would."""
        return await self.desk.do(verb, *arguments, by=self.who(by), **more)

    async def ask(self, question: Callable[..., Awaitable[Any]], *arguments: Any, by: str, **more: Any) -> Any:
        """Let somebody ask something."""
        return await self.desk.ask(question, *arguments, by=self.who(by), **more)

    async def act(self, act: Task | Act) -> int:
        """Let the calendar do one of its rounds; how many rows it settled."""
        now = self.clock.now()
        if not isinstance(act, Task):
            async with self.database.writing() as session:
                await act(session, now, self.programme)
            return 0
        async with self.database.reading() as session:
            numbers = await act.due(session, now, self.programme)
        done = 0
        for number in numbers:
            async with self.database.writing() as session:
                done += await act.settle(session, number, now, self.programme)
        return done

    def who(self, name: str) -> Who:
        """Somebody of the cast, with an interaction that was never seen before."""
        return Who(id=f"U0{name.upper()}", key=f"click:{next(self.numbers)}")

    async def arrive(
        self,
        text: str = "Firefox eats my tabs, help",
        *,
        queue: str = "moderated",
        customer: str = "lena",
        account: str = "FirefoxSupport",
        kind: str = "support",
        language: str = "en",
        tags: Sequence[str] = (),
        priority: int = 0,
        about: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> int:
        """A mention arrives and becomes a conversation; returns its number. `more` are columns of it."""
        now, unique = self.clock.now(), next(self.numbers)
        async with self.database.writing() as session:
            known = await session.scalar(select(Customer).where(Customer.handle == customer))
            author = known or Customer(
                network="x", external_id=f"id-of-{customer}", handle=customer, name=customer.title(), followers=12
            )
            session.add(author)
            await session.flush()
            conversation = Conversation(
                network="x",
                thread=f"thread-{unique}",
                customer_id=author.id,
                queue=queue,
                account=account,
                mentioned=more.pop("mentioned", account),
                kind=kind,
                language=language,
                tags=list(tags),
                priority=priority,
                rank=priority,
                opened_at=now,
                waits_since=now,
                **more,
            )
            session.add(conversation)
            await session.flush()
            stored = await self.store(session, conversation, customer, text, dict(about or {}))
            note(session, conversation, Event.ARRIVED, by=None, at=now, message=stored.id)
        return conversation.id

    async def store(
        self, session: Any, conversation: Conversation, author: str, text: str, about: dict[str, Any]
    ) -> Message:
        """Keep a customer's post as a message of a conversation."""
        unique, now = next(self.numbers), self.clock.now()
        message = Message(
            conversation_id=conversation.id,
            network="x",
            external_id=f"post-{unique}",
            side=Side.CUSTOMER,
            author=author,
            text=text,
            language=conversation.language,
            url=f"https://x.com/{author}/status/{unique}",
            posted_at=now,
            stored_at=now,
            about=about,
        )
        session.add(message)
        await session.flush()
        session.add(Post(network="x", external_id=message.external_id, message_id=message.id))
        return message

    async def post_card(
        self, number: int, *, ts: str = "1.1", channel: str = "C0MODERATED", queue: str = "moderated"
    ) -> int:
        """Slack shows a card of this conversation; returns the card's number."""
        async with self.database.writing() as session:
            card = Card(
                conversation_id=number,
                queue=queue,
                channel=channel,
                ts=ts,
                state=CardState.SHOWN,
                wanted_at=self.clock.now(),
            )
            session.add(card)
            await session.flush()
            conversation = await session.get_one(Conversation, number)
            conversation.card_id = card.id
            conversation.shown_version = conversation.told_version = conversation.version
        return card.id

    async def reply(self, number: int, state: ReplyState, *, by: str = "U0ANA") -> int:
        """A reply to the conversation's first message, in some state; returns its number."""
        now = self.clock.now()
        async with self.database.writing() as session:
            message = await session.scalar(
                select(Message).where(Message.conversation_id == number).order_by(Message.id).limit(1)
            )
            assert message is not None
            reply = Reply(
                conversation_id=number,
                answers_id=message.id,
                network="x",
                account="FirefoxSupport",
                text="Try a fresh profile. ^an",
                by=by,
                at=now,
                state=state,
                send_after=now,
            )
            session.add(reply)
        return reply.id

    async def see(self, number: int) -> Conversation:
        """A conversation as it stands."""
        async with self.database.reading() as session:
            conversation = await seen(session, number)
        assert conversation is not None
        return conversation

    async def diary(self, number: int) -> list[Happened]:
        """What happened to a conversation, oldest first."""
        async with self.database.reading() as session:
            found = await session.scalars(
                select(Happened).where(Happened.conversation_id == number).order_by(Happened.number)
            )
            return list(found)

    async def kinds(self, number: int) -> list[str]:
        """The kinds of what happened after it arrived, oldest first."""
        return [each.kind for each in await self.diary(number)][1:]

    async def told(self, name: str) -> list[Notice]:
        """What the desk owes somebody, oldest first."""
        async with self.database.reading() as session:
            found = await session.scalars(select(Notice).where(Notice.to == f"U0{name.upper()}").order_by(Notice.id))
            return list(found)
