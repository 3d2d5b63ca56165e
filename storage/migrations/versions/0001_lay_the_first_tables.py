"""Lay the first tables

Revision ID: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op

import storage.tables.base


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('alarms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('about', sa.String(length=120), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('cleared_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('cleared_by', sa.String(length=40), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alarms'))
    )
    with op.batch_alter_table('alarms', schema=None) as batch_op:
        batch_op.create_index('uq_alarms_open', ['kind', 'about'], unique=True, sqlite_where=sa.text('cleared_at IS NULL'), postgresql_where=sa.text('cleared_at IS NULL'))

    op.create_table('wanted_posts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network', sa.String(length=40), nullable=False),
    sa.Column('external_id', sa.String(length=200), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('asked_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('try_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('done_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wanted_posts'))
    )
    with op.batch_alter_table('wanted_posts', schema=None) as batch_op:
        batch_op.create_index('ix_wanted_posts_due', ['try_at'], unique=False, sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))

    op.create_table('homes',
    sa.Column('member', sa.String(length=40), nullable=False),
    sa.Column('opened_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('shown_version', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('looked_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('member', name=op.f('pk_homes'))
    )
    op.create_table('catalogue_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('tag', sa.String(length=75), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=True),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('reached', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_changes'))
    )
    with op.batch_alter_table('catalogue_changes', schema=None) as batch_op:
        batch_op.create_index('ix_catalogue_changes_under_way', ['id'], unique=False, sqlite_where=sa.text('reached IS NOT NULL'), postgresql_where=sa.text('reached IS NOT NULL'))

    op.create_table('catalogue_tags',
    sa.Column('name', sa.String(length=75), nullable=False),
    sa.Column('filed', sa.String(length=75), nullable=True),
    sa.Column('hint', sa.String(length=75), nullable=True),
    sa.Column('closes_as', sa.String(length=60), nullable=True),
    sa.Column('checklist', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('added_by', sa.String(length=40), nullable=True),
    sa.Column('added_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('retired_by', sa.String(length=40), nullable=True),
    sa.Column('retired_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_catalogue_tags')),
    sa.UniqueConstraint('filed', name=op.f('uq_catalogue_tags_filed'))
    )
    op.create_table('channels',
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('private', sa.Boolean(), nullable=False),
    sa.Column('counter_ts', sa.String(length=40), nullable=True),
    sa.Column('counter_shown', sa.JSON(), nullable=False),
    sa.Column('heard_until', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_channels')),
    sa.UniqueConstraint('channel', name=op.f('uq_channels_channel'))
    )
    op.create_table('named_channels',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_named_channels'))
    )
    op.create_table('clippings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('category', sa.String(length=40), nullable=False),
    sa.Column('texts', sa.JSON(), nullable=False),
    sa.Column('tags', sa.JSON(), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('article', sa.String(length=200), nullable=False),
    sa.Column('article_seen_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('article_gone_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('retired_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('retired_by', sa.String(length=40), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clippings')),
    sa.UniqueConstraint('name', name=op.f('uq_clippings_name'))
    )
    op.create_table('clipping_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('clipping_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=True),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['clipping_id'], ['clippings.id'], name=op.f('fk_clipping_changes_clipping_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clipping_changes'))
    )
    with op.batch_alter_table('clipping_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clipping_changes_clipping_id'), ['clipping_id'], unique=False)

    op.create_table('customers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network', sa.String(length=40), nullable=False),
    sa.Column('external_id', sa.String(length=200), nullable=False),
    sa.Column('handle', sa.String(length=100), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('followers', sa.Integer(), nullable=True),
    sa.Column('verified', sa.String(length=20), nullable=False),
    sa.Column('tags', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customers')),
    sa.UniqueConstraint('network', 'external_id', name=op.f('uq_customers_network_external_id'))
    )
    op.create_table('interactions',
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_interactions'))
    )
    with op.batch_alter_table('interactions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interactions_at'), ['at'], unique=False)

    op.create_table('leases',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('holder', sa.String(length=80), nullable=False),
    sa.Column('fence', sa.Integer(), nullable=False),
    sa.Column('until', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_leases'))
    )
    op.create_table('members',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('role', sa.Enum('beginner', 'volunteer', 'moderator', 'manager', name='role', native_enum=False, length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('timezone', sa.String(length=64), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('languages_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('signature', sa.String(length=40), nullable=False),
    sa.Column('works_from', sa.String(length=5), nullable=False),
    sa.Column('works_until', sa.String(length=5), nullable=False),
    sa.Column('works_days', sa.String(length=7), nullable=False),
    sa.Column('joined_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('known_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('let_in_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('admitted_by', sa.String(length=40), nullable=True),
    sa.Column('admitted_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('accepted_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('suspended_by', sa.String(length=40), nullable=True),
    sa.Column('suspended_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('left_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_members'))
    )
    op.create_table('acceptances',
    sa.Column('member_id', sa.String(length=40), nullable=False),
    sa.Column('given_as', sa.Enum('beginner', 'volunteer', 'moderator', 'manager', name='role', native_enum=False, length=40), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_acceptances_member_id')),
    sa.PrimaryKeyConstraint('member_id', 'given_as', name=op.f('pk_acceptances'))
    )
    op.create_table('notices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('to', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=40), nullable=True),
    sa.Column('thread_ts', sa.String(length=40), nullable=True),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('due_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('sent_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('sent_channel', sa.String(length=40), nullable=True),
    sa.Column('ts', sa.String(length=40), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('parked', sa.Text(), nullable=True),
    sa.Column('redraw', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notices'))
    )
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notices_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index('ix_notices_came_back', ['to', 'conversation_id'], unique=False, sqlite_where=sa.text("kind = 'hold_ended'"), postgresql_where=sa.text("kind = 'hold_ended'"))
        batch_op.create_index('ix_notices_old_ones', ['due_at'], unique=False, sqlite_where=sa.text("kind = 'old_ones'"), postgresql_where=sa.text("kind = 'old_ones'"))
        batch_op.create_index('ix_notices_owed', ['due_at'], unique=False, sqlite_where=sa.text('sent_at IS NULL AND parked IS NULL'), postgresql_where=sa.text('sent_at IS NULL AND parked IS NULL'))
        batch_op.create_index('ix_notices_place', ['sent_channel', 'ts'], unique=False, sqlite_where=sa.text('ts IS NOT NULL'), postgresql_where=sa.text('ts IS NOT NULL'))
        batch_op.create_index('ix_notices_redraw', ['id'], unique=False, sqlite_where=sa.text('redraw = 1'), postgresql_where=sa.text('redraw'))

    op.create_table('saved_filters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('asked', sa.JSON(), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_filters')),
    sa.UniqueConstraint('by', 'name', name=op.f('uq_saved_filters_by_name'))
    )
    op.create_table('sources',
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('cursor', sa.String(length=100), nullable=True),
    sa.Column('since', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('polled_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('succeeded_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('next_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('misses', sa.Integer(), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_sources'))
    )
    op.create_table('spending',
    sa.Column('account', sa.String(length=60), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('microdollars', sa.Integer(), nullable=False),
    sa.Column('calls', sa.JSON(), nullable=False),
    sa.Column('raised_to', sa.Integer(), nullable=True),
    sa.Column('raised_by', sa.String(length=40), nullable=True),
    sa.Column('warned', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('account', 'day', name=op.f('pk_spending'))
    )
    op.create_table('standups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slot', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('due_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('since', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=True),
    sa.Column('ts', sa.String(length=40), nullable=True),
    sa.Column('posted_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('baton', sa.String(length=40), nullable=True),
    sa.Column('baton_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('shown_version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standups')),
    sa.UniqueConstraint('slot', 'day', name=op.f('uq_standups_slot_day'))
    )
    op.create_table('stops',
    sa.Column('account', sa.String(length=60), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('account', name=op.f('pk_stops'))
    )
    op.create_table('conversations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network', sa.String(length=40), nullable=False),
    sa.Column('thread', sa.String(length=200), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('queue', sa.String(length=60), nullable=False),
    sa.Column('product', sa.String(length=60), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('sentiment', sa.String(length=20), nullable=True),
    sa.Column('account', sa.String(length=60), nullable=False),
    sa.Column('mentioned', sa.String(length=60), nullable=True),
    sa.Column('reply_by_hand', sa.Boolean(), nullable=False),
    sa.Column('like_by_hand', sa.Boolean(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('tags', sa.JSON(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('opened_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('waits_since', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('returned_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('close_proposed_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('emptied_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('vanished_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('claimed_by', sa.String(length=40), nullable=True),
    sa.Column('claimed_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('claim_until', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('owner_due_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('held_for', sa.Enum('customer', 'internal', name='waitingon', native_enum=False, length=40), nullable=True),
    sa.Column('held_by', sa.String(length=40), nullable=True),
    sa.Column('held_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('hold_ends_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('held_whom', sa.String(length=200), nullable=True),
    sa.Column('closed_reason', sa.String(length=60), nullable=True),
    sa.Column('closed_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.String(length=40), nullable=True),
    sa.Column('closed_link', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('shown_version', sa.Integer(), nullable=False),
    sa.Column('told_version', sa.Integer(), nullable=False),
    sa.Column('card_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_conversations_customer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversations')),
    sa.UniqueConstraint('network', 'thread', 'customer_id', name=op.f('uq_conversations_network_thread_customer_id'))
    )
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.create_index('ix_conversations_claims', ['claim_until'], unique=False, sqlite_where=sa.text('claimed_by IS NOT NULL AND held_at IS NULL'), postgresql_where=sa.text('claimed_by IS NOT NULL AND held_at IS NULL'))
        batch_op.create_index('ix_conversations_closed', ['closed_at'], unique=False, sqlite_where=sa.text('closed_at IS NOT NULL'), postgresql_where=sa.text('closed_at IS NOT NULL'))
        batch_op.create_index('ix_conversations_customer', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_conversations_holds', ['hold_ends_at'], unique=False, sqlite_where=sa.text('hold_ends_at IS NOT NULL'), postgresql_where=sa.text('hold_ends_at IS NOT NULL'))
        batch_op.create_index('ix_conversations_old', ['opened_at'], unique=False, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.create_index('ix_conversations_kept', ['closed_at'], unique=False, sqlite_where=sa.text('closed_at IS NOT NULL AND emptied_at IS NULL'), postgresql_where=sa.text('closed_at IS NOT NULL AND emptied_at IS NULL'))
        batch_op.create_index('ix_conversations_next', ['queue', sa.literal_column('rank DESC'), 'waits_since', 'id'], unique=False, sqlite_where=sa.text('closed_at IS NULL AND claimed_by IS NULL AND held_at IS NULL AND waits_since IS NOT NULL'), postgresql_where=sa.text('closed_at IS NULL AND claimed_by IS NULL AND held_at IS NULL AND waits_since IS NOT NULL'))
        batch_op.create_index('ix_conversations_open', ['queue', 'claimed_by'], unique=False, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.create_index('ix_conversations_uncarded', ['queue', sa.literal_column('rank DESC'), 'waits_since', 'id'], unique=False, sqlite_where=sa.text('closed_at IS NULL AND card_id IS NULL'), postgresql_where=sa.text('closed_at IS NULL AND card_id IS NULL'))
        batch_op.create_index('ix_conversations_unshown', ['id'], unique=False, sqlite_where=sa.text('card_id IS NOT NULL AND version > shown_version'), postgresql_where=sa.text('card_id IS NOT NULL AND version > shown_version'))
        batch_op.create_index('ix_conversations_untold', ['id'], unique=False, sqlite_where=sa.text('card_id IS NOT NULL AND version > told_version'), postgresql_where=sa.text('card_id IS NOT NULL AND version > told_version'))
        batch_op.create_index('ix_conversations_untouched', ['owner_due_at'], unique=False, sqlite_where=sa.text('owner_due_at IS NOT NULL'), postgresql_where=sa.text('owner_due_at IS NOT NULL'))
        batch_op.create_index('ix_conversations_vanished', ['vanished_at'], unique=False, sqlite_where=sa.text('vanished_at IS NOT NULL'), postgresql_where=sa.text('vanished_at IS NOT NULL'))

    op.create_table('standup_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('standup_id', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['standup_id'], ['standups.id'], name=op.f('fk_standup_lines_standup_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standup_lines')),
    sa.UniqueConstraint('standup_id', 'by', name=op.f('uq_standup_lines_standup_id_by'))
    )
    op.create_table('cards',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('queue', sa.String(length=60), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('ts', sa.String(length=40), nullable=True),
    sa.Column('state', sa.Enum('posting', 'shown', 'leaving', 'link', name='cardstate', native_enum=False, length=40), nullable=False),
    sa.Column('wanted_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('posted_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('parked', sa.Text(), nullable=True),
    sa.Column('way_back', sa.Text(), nullable=True),
    sa.Column('way_back_uses', sa.Integer(), nullable=False),
    sa.Column('way_back_until', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_cards_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cards')),
    sa.UniqueConstraint('channel', 'ts', name=op.f('uq_cards_channel_ts'))
    )
    with op.batch_alter_table('cards', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cards_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index('ix_cards_unfinished', ['id'], unique=False, sqlite_where=sa.text("state IN ('posting', 'leaving')"), postgresql_where=sa.text("state IN ('posting', 'leaving')"))

    op.create_table('escalations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=100), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('urgency', sa.Enum('urgent', 'can_wait', name='urgency', native_enum=False, length=40), nullable=False),
    sa.Column('from_queue', sa.String(length=60), nullable=False),
    sa.Column('pinged', sa.JSON(), nullable=False),
    sa.Column('ping_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('taken_by', sa.String(length=40), nullable=True),
    sa.Column('taken_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.String(length=40), nullable=True),
    sa.Column('answered_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('settled_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_escalations_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_escalations'))
    )
    with op.batch_alter_table('escalations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_escalations_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index('ix_escalations_open', ['ping_at'], unique=False, sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))

    op.create_table('events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=True),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_events_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_events')),
    sa.UniqueConstraint('conversation_id', 'number', name=op.f('uq_events_conversation_id_number'))
    )
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.create_index('ix_events_kind_at', ['kind', 'at'], unique=False)

    op.create_table('messages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('network', sa.String(length=40), nullable=False),
    sa.Column('external_id', sa.String(length=200), nullable=False),
    sa.Column('side', sa.Enum('customer', 'brand', 'community', name='side', native_enum=False, length=40), nullable=False),
    sa.Column('author', sa.String(length=100), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('posted_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('stored_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('edited_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('deleted_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('emptied_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('checked_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('answered_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.String(length=100), nullable=True),
    sa.Column('about', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_messages_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messages')),
    sa.UniqueConstraint('network', 'external_id', name=op.f('uq_messages_network_external_id'))
    )
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.create_index('ix_messages_conversation', ['conversation_id', 'posted_at', 'id'], unique=False)
        batch_op.create_index('ix_messages_said', ['network', 'posted_at'], unique=False, sqlite_where=sa.text("side = 'brand'"), postgresql_where=sa.text("side = 'brand'"))

    op.create_table('bulks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=20), nullable=True),
    sa.Column('value', sa.String(length=200), nullable=False),
    sa.Column('done_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('undone_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulks'))
    )
    with op.batch_alter_table('bulks', schema=None) as batch_op:
        batch_op.create_index('ix_bulks_by', ['by', 'id'], unique=False)

    op.create_table('bulk_parts',
    sa.Column('bulk_id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=True),
    sa.Column('why_not', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['bulk_id'], ['bulks.id'], name=op.f('fk_bulk_parts_bulk_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_bulk_parts_conversation_id')),
    sa.PrimaryKeyConstraint('bulk_id', 'conversation_id', name=op.f('pk_bulk_parts'))
    )
    with op.batch_alter_table('bulk_parts', schema=None) as batch_op:
        batch_op.create_index('ix_bulk_parts_conversation', ['conversation_id'], unique=False)

    op.create_table('sittings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('began_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('seen_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('reminded_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_why', sa.String(length=20), nullable=True),
    sa.Column('asked', sa.JSON(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=True),
    sa.Column('handed', sa.Integer(), nullable=False),
    sa.Column('skipped', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=True),
    sa.Column('ts', sa.String(length=40), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('shown_version', sa.Integer(), nullable=False),
    sa.Column('shown_of', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_sittings_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sittings'))
    )
    with op.batch_alter_table('sittings', schema=None) as batch_op:
        batch_op.create_index('ix_sittings_behind', ['id'], unique=False, sqlite_where=sa.text('version > shown_version'), postgresql_where=sa.text('version > shown_version'))
        batch_op.create_index('uq_sittings_open', ['by'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('skips',
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('until', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_skips_conversation_id')),
    sa.PrimaryKeyConstraint('by', 'conversation_id', name=op.f('pk_skips'))
    )
    op.create_table('notes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=True),
    sa.Column('ts', sa.String(length=40), nullable=True),
    sa.Column('edited_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('deleted_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('marked_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_notes_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notes')),
    sa.UniqueConstraint('channel', 'ts', name=op.f('uq_notes_channel_ts'))
    )
    with op.batch_alter_table('notes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notes_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index('ix_notes_unmarked', ['id'], unique=False, sqlite_where=sa.text('ts IS NOT NULL AND marked_at IS NULL AND deleted_at IS NULL'), postgresql_where=sa.text('ts IS NOT NULL AND marked_at IS NULL AND deleted_at IS NULL'))

    op.create_table('findable',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('note_id', sa.Integer(), nullable=True),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_findable_conversation_id')),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_findable_message_id')),
    sa.ForeignKeyConstraint(['note_id'], ['notes.id'], name=op.f('fk_findable_note_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_findable')),
    sa.UniqueConstraint('message_id', name=op.f('uq_findable_message_id')),
    sa.UniqueConstraint('note_id', name=op.f('uq_findable_note_id'))
    )
    if op.get_bind().dialect.name == 'postgresql':
        op.create_index('ix_findable_words', 'findable', [sa.text("array_to_tsvector(string_to_array(btrim(words), ' '))")], postgresql_using='gin')
        op.create_index('ix_findable_at', 'findable', ['at', 'id'])
    else:
        op.execute("CREATE VIRTUAL TABLE findable_words USING fts5 (words, content='', tokenize='ascii', detail='none', columnsize=0, prefix='2 3 4')")
        op.execute("CREATE TRIGGER findable_added AFTER INSERT ON findable BEGIN INSERT INTO findable_words (rowid, words) VALUES ((CAST(strftime('%s', new.at) AS INTEGER) << 31) | new.id, new.words); END")
        op.execute("CREATE TRIGGER findable_removed AFTER DELETE ON findable BEGIN INSERT INTO findable_words (findable_words, rowid, words) VALUES ('delete', (CAST(strftime('%s', old.at) AS INTEGER) << 31) | old.id, old.words); END")
        op.execute("CREATE TRIGGER findable_changed AFTER UPDATE OF words, at ON findable BEGIN INSERT INTO findable_words (findable_words, rowid, words) VALUES ('delete', (CAST(strftime('%s', old.at) AS INTEGER) << 31) | old.id, old.words); INSERT INTO findable_words (rowid, words) VALUES ((CAST(strftime('%s', new.at) AS INTEGER) << 31) | new.id, new.words); END")

    op.create_table('likes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('network', sa.String(length=40), nullable=False),
    sa.Column('account', sa.String(length=60), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('queued', 'done', 'by_hand', 'refused', name='likestate', native_enum=False, length=40), nullable=False),
    sa.Column('try_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('why', sa.Text(), nullable=True),
    sa.Column('handed_to', sa.String(length=40), nullable=True),
    sa.Column('hand_until', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('hands', sa.Integer(), nullable=False),
    sa.Column('said_done_by', sa.String(length=40), nullable=True),
    sa.Column('said_done_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('look_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('looks', sa.Integer(), nullable=False),
    sa.Column('seen_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('done_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('rehearsed_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_likes_conversation_id')),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_likes_message_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_likes'))
    )
    with op.batch_alter_table('likes', schema=None) as batch_op:
        batch_op.create_index('ix_likes_by_hand', ['hand_until'], unique=False, sqlite_where=sa.text("state = 'by_hand'"), postgresql_where=sa.text("state = 'by_hand'"))
        batch_op.create_index(batch_op.f('ix_likes_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index('ix_likes_queued', ['try_at'], unique=False, sqlite_where=sa.text("state = 'queued'"), postgresql_where=sa.text("state = 'queued'"))
        batch_op.create_index('uq_likes_message_account', ['message_id', 'account'], unique=True)

    op.create_table('early_answers',
    sa.Column('network', sa.String(length=40), nullable=False),
    sa.Column('external_id', sa.String(length=200), nullable=False),
    sa.Column('answers', sa.String(length=200), nullable=False),
    sa.Column('account', sa.String(length=100), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('posted_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('network', 'external_id', name=op.f('pk_early_answers'))
    )
    with op.batch_alter_table('early_answers', schema=None) as batch_op:
        batch_op.create_index('ix_early_answers_question', ['network', 'answers'], unique=False)

    op.create_table('posts',
    sa.Column('network', sa.String(length=40), nullable=False),
    sa.Column('external_id', sa.String(length=200), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_posts_message_id')),
    sa.PrimaryKeyConstraint('network', 'external_id', name=op.f('pk_posts'))
    )
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_posts_message_id'), ['message_id'], unique=False)

    op.create_table('replies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('answers_id', sa.Integer(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('network', sa.String(length=40), nullable=False),
    sa.Column('account', sa.String(length=60), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('typed', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('queued', 'sending', 'sent', 'refused', 'by_hand', 'unknown', 'undone', name='replystate', native_enum=False, length=40), nullable=False),
    sa.Column('afterwards', sa.Enum('nothing', 'hold', 'close', name='afterwards', native_enum=False, length=40), nullable=False),
    sa.Column('close_reason', sa.String(length=60), nullable=True),
    sa.Column('close_link', sa.Text(), nullable=True),
    sa.Column('send_after', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('sending_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('deadline', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('why', sa.Text(), nullable=True),
    sa.Column('looks', sa.Integer(), nullable=False),
    sa.Column('look_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('looked_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('handed_to', sa.String(length=40), nullable=True),
    sa.Column('handed_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('hand_until', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('hands', sa.Integer(), nullable=False),
    sa.Column('said_sent_by', sa.String(length=40), nullable=True),
    sa.Column('said_sent_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('sent_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('sent_id', sa.String(length=200), nullable=True),
    sa.Column('sent_from', sa.String(length=60), nullable=True),
    sa.Column('sent_url', sa.Text(), nullable=True),
    sa.Column('rehearsed_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('attached', sa.JSON(), nullable=False),
    sa.Column('media_id', sa.String(length=60), nullable=True),
    sa.Column('media_from', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('media_until', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['answers_id'], ['messages.id'], name=op.f('fk_replies_answers_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_replies_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_replies'))
    )
    with op.batch_alter_table('replies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_replies_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index('ix_replies_queued', ['send_after'], unique=False, sqlite_where=sa.text("state = 'queued'"), postgresql_where=sa.text("state = 'queued'"))
        batch_op.create_index('ix_replies_said', ['network', 'at'], unique=False, sqlite_where=sa.text("state NOT IN ('undone', 'refused')"), postgresql_where=sa.text("state NOT IN ('undone', 'refused')"))
        batch_op.create_index('ix_replies_sent_id', ['network', 'sent_id'], unique=False)
        batch_op.create_index('ix_replies_unsettled', ['state'], unique=False, sqlite_where=sa.text("state IN ('sending', 'unknown', 'by_hand')"), postgresql_where=sa.text("state IN ('sending', 'unknown', 'by_hand')"))
        batch_op.create_index('uq_replies_live_answer', ['answers_id', 'edition'], unique=True, sqlite_where=sa.text("state NOT IN ('undone', 'refused')"), postgresql_where=sa.text("state NOT IN ('undone', 'refused')"))

    op.create_table('thread_posts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('card_id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('first', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.Column('ts', sa.String(length=40), nullable=True),
    sa.Column('redraw', sa.Boolean(), nullable=False),
    sa.Column('posted_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['card_id'], ['cards.id'], name=op.f('fk_thread_posts_card_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_thread_posts_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread_posts')),
    sa.UniqueConstraint('card_id', 'first', name=op.f('uq_thread_posts_card_id_first'))
    )
    with op.batch_alter_table('thread_posts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thread_posts_card_id'), ['card_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_thread_posts_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index('ix_thread_posts_redraw', ['id'], unique=False, sqlite_where=sa.text('redraw = 1'), postgresql_where=sa.text('redraw'))

    op.create_table('clipping_uses',
    sa.Column('reply_id', sa.Integer(), nullable=False),
    sa.Column('clipping_id', sa.Integer(), nullable=False),
    sa.Column('edited', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['clipping_id'], ['clippings.id'], name=op.f('fk_clipping_uses_clipping_id')),
    sa.ForeignKeyConstraint(['reply_id'], ['replies.id'], name=op.f('fk_clipping_uses_reply_id')),
    sa.PrimaryKeyConstraint('reply_id', name=op.f('pk_clipping_uses'))
    )
    with op.batch_alter_table('clipping_uses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clipping_uses_clipping_id'), ['clipping_id'], unique=False)

    op.create_table('articles',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('locale', sa.String(length=20), nullable=False),
    sa.Column('slug', sa.String(length=200), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('seen_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_articles')),
    sa.UniqueConstraint('locale', 'slug', name=op.f('uq_articles_locale_slug'))
    )
    op.create_table('article_lists',
    sa.Column('locale', sa.String(length=20), nullable=False),
    sa.Column('page', sa.Integer(), nullable=False),
    sa.Column('began_at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('read_at', storage.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('locale', name=op.f('pk_article_lists'))
    )
    op.create_table('article_searches',
    sa.Column('locale', sa.String(length=20), nullable=False),
    sa.Column('words', sa.String(length=100), nullable=False),
    sa.Column('slugs', sa.JSON(), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('locale', 'words', name=op.f('pk_article_searches'))
    )
    with op.batch_alter_table('article_searches', schema=None) as batch_op:
        batch_op.create_index('ix_article_searches_at', ['at'], unique=False)

    op.create_table('drafts',
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('afterwards', sa.Enum('nothing', 'hold', 'close', name='afterwards', native_enum=False, length=40), nullable=False),
    sa.Column('close_reason', sa.String(length=60), nullable=True),
    sa.Column('close_link', sa.Text(), nullable=True),
    sa.Column('clipping_id', sa.Integer(), nullable=True),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('attached', sa.JSON(), nullable=False),
    sa.Column('at', storage.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['clipping_id'], ['clippings.id'], name=op.f('fk_drafts_clipping_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_drafts_conversation_id')),
    sa.PrimaryKeyConstraint('conversation_id', 'by', name=op.f('pk_drafts'))
    )
    with op.batch_alter_table('drafts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_drafts_by'), ['by'], unique=False)


def downgrade() -> None:
    op.drop_table('drafts')
    with op.batch_alter_table('article_searches', schema=None) as batch_op:
        batch_op.drop_index('ix_article_searches_at')

    op.drop_table('article_searches')
    op.drop_table('article_lists')
    op.drop_table('articles')
    if op.get_bind().dialect.name == 'postgresql':
        op.drop_index('ix_findable_at', table_name='findable')
        op.drop_index('ix_findable_words', table_name='findable')
    else:
        op.execute("DROP TABLE findable_words")
    op.drop_table('findable')
    with op.batch_alter_table('clipping_uses', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clipping_uses_clipping_id'))

    op.drop_table('clipping_uses')
    with op.batch_alter_table('clipping_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clipping_changes_clipping_id'))

    op.drop_table('clipping_changes')
    op.drop_table('clippings')
    op.drop_table('skips')
    with op.batch_alter_table('bulk_parts', schema=None) as batch_op:
        batch_op.drop_index('ix_bulk_parts_conversation')

    op.drop_table('bulk_parts')
    with op.batch_alter_table('bulks', schema=None) as batch_op:
        batch_op.drop_index('ix_bulks_by')

    op.drop_table('bulks')
    with op.batch_alter_table('sittings', schema=None) as batch_op:
        batch_op.drop_index('uq_sittings_open', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index('ix_sittings_behind', sqlite_where=sa.text('version > shown_version'), postgresql_where=sa.text('version > shown_version'))

    op.drop_table('sittings')
    with op.batch_alter_table('thread_posts', schema=None) as batch_op:
        batch_op.drop_index('ix_thread_posts_redraw', sqlite_where=sa.text('redraw = 1'), postgresql_where=sa.text('redraw'))
        batch_op.drop_index(batch_op.f('ix_thread_posts_conversation_id'))
        batch_op.drop_index(batch_op.f('ix_thread_posts_card_id'))

    op.drop_table('thread_posts')
    with op.batch_alter_table('replies', schema=None) as batch_op:
        batch_op.drop_index('uq_replies_live_answer', sqlite_where=sa.text("state NOT IN ('undone', 'refused')"), postgresql_where=sa.text("state NOT IN ('undone', 'refused')"))
        batch_op.drop_index('ix_replies_unsettled', sqlite_where=sa.text("state IN ('sending', 'unknown', 'by_hand')"), postgresql_where=sa.text("state IN ('sending', 'unknown', 'by_hand')"))
        batch_op.drop_index('ix_replies_sent_id')
        batch_op.drop_index('ix_replies_said', sqlite_where=sa.text("state NOT IN ('undone', 'refused')"), postgresql_where=sa.text("state NOT IN ('undone', 'refused')"))
        batch_op.drop_index('ix_replies_queued', sqlite_where=sa.text("state = 'queued'"), postgresql_where=sa.text("state = 'queued'"))
        batch_op.drop_index(batch_op.f('ix_replies_conversation_id'))

    op.drop_table('replies')
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_posts_message_id'))

    op.drop_table('posts')
    with op.batch_alter_table('early_answers', schema=None) as batch_op:
        batch_op.drop_index('ix_early_answers_question')

    op.drop_table('early_answers')
    with op.batch_alter_table('likes', schema=None) as batch_op:
        batch_op.drop_index('uq_likes_message_account')
        batch_op.drop_index('ix_likes_queued', sqlite_where=sa.text("state = 'queued'"), postgresql_where=sa.text("state = 'queued'"))
        batch_op.drop_index(batch_op.f('ix_likes_conversation_id'))
        batch_op.drop_index('ix_likes_by_hand', sqlite_where=sa.text("state = 'by_hand'"), postgresql_where=sa.text("state = 'by_hand'"))

    op.drop_table('likes')
    with op.batch_alter_table('notes', schema=None) as batch_op:
        batch_op.drop_index('ix_notes_unmarked', sqlite_where=sa.text('ts IS NOT NULL AND marked_at IS NULL AND deleted_at IS NULL'), postgresql_where=sa.text('ts IS NOT NULL AND marked_at IS NULL AND deleted_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_notes_conversation_id'))

    op.drop_table('notes')
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_index('ix_messages_said', sqlite_where=sa.text("side = 'brand'"), postgresql_where=sa.text("side = 'brand'"))
        batch_op.drop_index('ix_messages_conversation')

    op.drop_table('messages')
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.drop_index('ix_events_kind_at')

    op.drop_table('events')
    with op.batch_alter_table('escalations', schema=None) as batch_op:
        batch_op.drop_index('ix_escalations_open', sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_escalations_conversation_id'))

    op.drop_table('escalations')
    with op.batch_alter_table('cards', schema=None) as batch_op:
        batch_op.drop_index('ix_cards_unfinished', sqlite_where=sa.text("state IN ('posting', 'leaving')"), postgresql_where=sa.text("state IN ('posting', 'leaving')"))
        batch_op.drop_index(batch_op.f('ix_cards_conversation_id'))

    op.drop_table('cards')
    op.drop_table('standup_lines')
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.drop_index('ix_conversations_vanished', sqlite_where=sa.text('vanished_at IS NOT NULL'), postgresql_where=sa.text('vanished_at IS NOT NULL'))
        batch_op.drop_index('ix_conversations_untouched', sqlite_where=sa.text('owner_due_at IS NOT NULL'), postgresql_where=sa.text('owner_due_at IS NOT NULL'))
        batch_op.drop_index('ix_conversations_untold', sqlite_where=sa.text('card_id IS NOT NULL AND version > told_version'), postgresql_where=sa.text('card_id IS NOT NULL AND version > told_version'))
        batch_op.drop_index('ix_conversations_unshown', sqlite_where=sa.text('card_id IS NOT NULL AND version > shown_version'), postgresql_where=sa.text('card_id IS NOT NULL AND version > shown_version'))
        batch_op.drop_index('ix_conversations_uncarded', sqlite_where=sa.text('closed_at IS NULL AND card_id IS NULL'), postgresql_where=sa.text('closed_at IS NULL AND card_id IS NULL'))
        batch_op.drop_index('ix_conversations_open', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.drop_index('ix_conversations_old', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.drop_index('ix_conversations_next', sqlite_where=sa.text('closed_at IS NULL AND claimed_by IS NULL AND held_at IS NULL AND waits_since IS NOT NULL'), postgresql_where=sa.text('closed_at IS NULL AND claimed_by IS NULL AND held_at IS NULL AND waits_since IS NOT NULL'))
        batch_op.drop_index('ix_conversations_kept', sqlite_where=sa.text('closed_at IS NOT NULL AND emptied_at IS NULL'), postgresql_where=sa.text('closed_at IS NOT NULL AND emptied_at IS NULL'))
        batch_op.drop_index('ix_conversations_holds', sqlite_where=sa.text('hold_ends_at IS NOT NULL'), postgresql_where=sa.text('hold_ends_at IS NOT NULL'))
        batch_op.drop_index('ix_conversations_customer')
        batch_op.drop_index('ix_conversations_closed', sqlite_where=sa.text('closed_at IS NOT NULL'), postgresql_where=sa.text('closed_at IS NOT NULL'))
        batch_op.drop_index('ix_conversations_claims', sqlite_where=sa.text('claimed_by IS NOT NULL AND held_at IS NULL'), postgresql_where=sa.text('claimed_by IS NOT NULL AND held_at IS NULL'))

    op.drop_table('conversations')
    op.drop_table('stops')
    op.drop_table('standups')
    op.drop_table('spending')
    op.drop_table('sources')
    op.drop_table('saved_filters')
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_index('ix_notices_came_back', sqlite_where=sa.text("kind = 'hold_ended'"), postgresql_where=sa.text("kind = 'hold_ended'"))
        batch_op.drop_index('ix_notices_redraw', sqlite_where=sa.text('redraw = 1'), postgresql_where=sa.text('redraw'))
        batch_op.drop_index('ix_notices_place', sqlite_where=sa.text('ts IS NOT NULL'), postgresql_where=sa.text('ts IS NOT NULL'))
        batch_op.drop_index('ix_notices_old_ones', sqlite_where=sa.text("kind = 'old_ones'"), postgresql_where=sa.text("kind = 'old_ones'"))
        batch_op.drop_index('ix_notices_owed', sqlite_where=sa.text('sent_at IS NULL AND parked IS NULL'), postgresql_where=sa.text('sent_at IS NULL AND parked IS NULL'))
        batch_op.drop_index(batch_op.f('ix_notices_conversation_id'))

    op.drop_table('notices')
    op.drop_table('acceptances')
    op.drop_table('members')
    op.drop_table('leases')
    with op.batch_alter_table('interactions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interactions_at'))

    op.drop_table('interactions')
    op.drop_table('customers')
    op.drop_table('named_channels')
    op.drop_table('channels')
    op.drop_table('homes')
    with op.batch_alter_table('wanted_posts', schema=None) as batch_op:
        batch_op.drop_index('ix_wanted_posts_due', sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))

    op.drop_table('wanted_posts')
    op.drop_table('catalogue_tags')
    with op.batch_alter_table('catalogue_changes', schema=None) as batch_op:
        batch_op.drop_index('ix_catalogue_changes_under_way', sqlite_where=sa.text('reached IS NOT NULL'), postgresql_where=sa.text('reached IS NOT NULL'))

    op.drop_table('catalogue_changes')
    with op.batch_alter_table('alarms', schema=None) as batch_op:
        batch_op.drop_index('uq_alarms_open', sqlite_where=sa.text('cleared_at IS NULL'), postgresql_where=sa.text('cleared_at IS NULL'))

    op.drop_table('alarms')
