"""Every table of the desk, in one place to import from."""

from storage.tables.base import Base, UtcDateTime
from storage.tables.bulk import Bulk, BulkPart
from storage.tables.catalogue import CatalogueChange, CatalogueTag
from storage.tables.clippings import Clipping, ClippingChange, ClippingUse
from storage.tables.conversations import Conversation, Customer, EarlyAnswer, Happened, Message, Note, Post, Side
from storage.tables.filters import SavedFilter
from storage.tables.finding import Findable
from storage.tables.home import Home
from storage.tables.knowledge import Article, ArticleList, ArticleSearch
from storage.tables.people import Acceptance, Interaction, Member, Notice, Role
from storage.tables.playing import Sitting, Skip
from storage.tables.rhythm import Alarm, Escalation, Lease, Source, Spending, Standup, StandupLine, Urgency
from storage.tables.sending import Afterwards, Like, LikeState, Reply, ReplyState, Stop
from storage.tables.slack import Card, CardState, Channel, NamedChannel, ThreadPost
from storage.tables.standing import Claim, Closing, Hold, WaitingOn
from storage.tables.wanted import WantedPost
from storage.tables.writing import SavedDraft

__all__ = [
    "Acceptance",
    "Afterwards",
    "Alarm",
    "Article",
    "ArticleList",
    "ArticleSearch",
    "Base",
    "Bulk",
    "BulkPart",
    "Card",
    "CardState",
    "CatalogueChange",
    "CatalogueTag",
    "Channel",
    "Claim",
    "Clipping",
    "ClippingChange",
    "ClippingUse",
    "Closing",
    "Conversation",
    "Customer",
    "EarlyAnswer",
    "Escalation",
    "Findable",
    "Happened",
    "Hold",
    "Home",
    "Interaction",
    "Lease",
    "Like",
    "LikeState",
    "Member",
    "Message",
    "NamedChannel",
    "Note",
    "Notice",
    "Post",
    "Reply",
    "ReplyState",
    "Role",
    "SavedDraft",
    "SavedFilter",
    "Side",
    "Sitting",
    "Skip",
    "Source",
    "Spending",
    "Standup",
    "StandupLine",
    "Stop",
    "ThreadPost",
    "Urgency",
    "UtcDateTime",
    "WaitingOn",
    "WantedPost",
]
