"""The first books"""

import sqlalchemy as sa
from alembic import op
from bot.migrations.append_only import make_append_only
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('content_template',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('provider_id', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_content_template'))
    )
    op.create_table('edition',
    sa.Column('scope', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('scope', name=op.f('pk_edition'))
    )
    op.create_table('job_run',
    sa.Column('job', sa.String(), nullable=False),
    sa.Column('slot', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('job', 'slot', name=op.f('pk_job_run'))
    )
    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=True),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('phone', name=op.f('uq_person_phone'))
    )
    op.create_table('product',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sku', sa.String(), nullable=False),
    sa.Column('brand', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('pack', sa.String(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('category', sa.String(), nullable=False),
    sa.Column('subcategory', sa.String(), nullable=False),
    sa.Column('mrp', sa.BigInteger(), nullable=True),
    sa.Column('pieces_per_inner', sa.Integer(), nullable=True),
    sa.Column('pieces_per_case', sa.Integer(), nullable=True),
    sa.Column('tax_rate', sa.BigInteger(), nullable=False),
    sa.Column('hsn', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.CheckConstraint('mrp IS NULL OR mrp >= 0', name=op.f('ck_product_mrp_not_negative')),
    sa.CheckConstraint('pieces_per_case IS NULL OR pieces_per_case > 0', name=op.f('ck_product_case_positive')),
    sa.CheckConstraint('pieces_per_inner IS NULL OR pieces_per_inner > 0', name=op.f('ck_product_inner_positive')),
    sa.CheckConstraint('tax_rate >= 0 AND tax_rate < 10000', name=op.f('ck_product_tax_in_range')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product')),
    sa.UniqueConstraint('sku', name=op.f('uq_product_sku'))
    )
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_product_brand'), ['brand'], unique=False)

    op.create_table('sender_pace',
    sa.Column('sender', sa.String(), nullable=False),
    sa.Column('next_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('sender', name=op.f('pk_sender_pace'))
    )
    op.create_table('tax_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('regime', sa.String(), nullable=False),
    sa.Column('hsn', sa.String(), nullable=False),
    sa.Column('rate', sa.BigInteger(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tax_rule')),
    sa.UniqueConstraint('regime', 'hsn', 'valid_from', name=op.f('uq_tax_rule_regime_hsn_valid_from'))
    )
    op.create_table('territory',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['parent_id'], ['territory.id'], name=op.f('fk_territory_parent_id_territory')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_territory')),
    sa.UniqueConstraint('code', name=op.f('uq_territory_code'))
    )
    op.create_table('alias',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_alias_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alias')),
    sa.UniqueConstraint('product_id', 'name', name=op.f('uq_alias_product_id_name'))
    )
    op.create_table('mrp_lot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('mrp', sa.BigInteger(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_mrp_lot_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mrp_lot')),
    sa.UniqueConstraint('product_id', 'mrp', name=op.f('uq_mrp_lot_product_id_mrp'))
    )
    op.create_table('party',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('tier', sa.Enum('brand', 'super_stockist', 'distributor', 'sub_stockist', 'retailer', name='tier_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('grade', sa.String(), nullable=False),
    sa.Column('territory_id', sa.Integer(), nullable=True),
    sa.Column('region', sa.String(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('timezone', sa.String(), nullable=False),
    sa.Column('tax_regime', sa.String(), nullable=False),
    sa.Column('tax_state', sa.String(), nullable=False),
    sa.Column('tax_number', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('latitude', sa.Float(), nullable=True),
    sa.Column('longitude', sa.Float(), nullable=True),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('standing', sa.Enum('pending', 'active', 'blocked', 'closed', name='standing_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['territory_id'], ['territory.id'], name=op.f('fk_party_territory_id_territory')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party')),
    sa.UniqueConstraint('code', name=op.f('uq_party_code'))
    )
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_party_territory_id'), ['territory_id'], unique=False)

    op.create_table('beat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('rep_id', sa.Integer(), nullable=True),
    sa.Column('weekdays', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['rep_id'], ['person.id'], name=op.f('fk_beat_rep_id_person')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_beat_seller_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_beat')),
    sa.UniqueConstraint('seller_id', 'name', name=op.f('uq_beat_seller_id_name'))
    )
    with op.batch_alter_table('beat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_beat_rep_id'), ['rep_id'], unique=False)

    op.create_table('cart',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('buyer_id', sa.Integer(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('open', 'placed', 'emptied', name='cartstate_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('opened_by', sa.Integer(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['party.id'], name=op.f('fk_cart_buyer_id_party')),
    sa.ForeignKeyConstraint(['opened_by'], ['person.id'], name=op.f('fk_cart_opened_by_person')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_cart_seller_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cart'))
    )
    with op.batch_alter_table('cart', schema=None) as batch_op:
        batch_op.create_index('one_open_cart_a_pair', ['buyer_id', 'seller_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('contact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('external_id', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=True),
    sa.Column('profile_name', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('language_chosen', sa.Boolean(), nullable=False),
    sa.Column('acting_for', sa.Integer(), nullable=True),
    sa.Column('buying_from', sa.Integer(), nullable=True),
    sa.Column('last_inbound_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('offers_ok', sa.Boolean(), nullable=False),
    sa.Column('reminders_ok', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['acting_for'], ['party.id'], name=op.f('fk_contact_acting_for_party')),
    sa.ForeignKeyConstraint(['buying_from'], ['party.id'], name=op.f('fk_contact_buying_from_party')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_contact_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact')),
    sa.UniqueConstraint('channel', 'external_id', name=op.f('uq_contact_channel_external_id'))
    )
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_person_id'), ['person_id'], unique=False)

    op.create_table('holiday',
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_holiday_party_id_party')),
    sa.PrimaryKeyConstraint('party_id', 'day', name=op.f('pk_holiday'))
    )
    op.create_table('learned_name',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('buyer_id', sa.Integer(), nullable=False),
    sa.Column('phrase', sa.String(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('learned_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['party.id'], name=op.f('fk_learned_name_buyer_id_party')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_learned_name_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learned_name')),
    sa.UniqueConstraint('buyer_id', 'phrase', name=op.f('uq_learned_name_buyer_id_phrase'))
    )
    op.create_table('listing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('brand', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_listing_seller_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing')),
    sa.UniqueConstraint('seller_id', 'brand', name=op.f('uq_listing_seller_id_brand'))
    )
    op.create_table('party_role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('owner', 'staff', 'clerk', 'rep', 'area_manager', 'brand_manager', 'finance', 'driver', name='role_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('order_limit', sa.BigInteger(), nullable=True),
    sa.Column('granted_by', sa.Integer(), nullable=True),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['granted_by'], ['person.id'], name=op.f('fk_party_role_granted_by_person')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_party_role_party_id_party')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_party_role_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party_role')),
    sa.UniqueConstraint('person_id', 'party_id', 'role', name=op.f('uq_party_role_person_id_party_id_role'))
    )
    with op.batch_alter_table('party_role', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_party_role_party_id'), ['party_id'], unique=False)

    op.create_table('place',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_place_party_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_place')),
    sa.UniqueConstraint('party_id', 'name', name=op.f('uq_place_party_id_name'))
    )
    op.create_table('price_list',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('buyer_id', sa.Integer(), nullable=True),
    sa.Column('grade', sa.String(), nullable=True),
    sa.Column('region', sa.String(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['buyer_id'], ['party.id'], name=op.f('fk_price_list_buyer_id_party')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_price_list_seller_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_price_list')),
    sa.UniqueConstraint('seller_id', 'name', name=op.f('uq_price_list_seller_id_name'))
    )
    with op.batch_alter_table('price_list', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_price_list_buyer_id'), ['buyer_id'], unique=False)

    op.create_table('scheme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=True),
    sa.Column('terms', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('state', sa.Enum('draft', 'live', 'paused', 'ended', name='schemestate_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('budget', sa.BigInteger(), nullable=True),
    sa.Column('held', sa.BigInteger(), nullable=False),
    sa.Column('spent', sa.BigInteger(), nullable=False),
    sa.Column('limited', sa.Boolean(), nullable=False),
    sa.Column('claimable', sa.Boolean(), nullable=False),
    sa.CheckConstraint('budget IS NULL OR held + spent <= budget', name=op.f('ck_scheme_within_budget')),
    sa.CheckConstraint('held >= 0', name=op.f('ck_scheme_held_not_negative')),
    sa.CheckConstraint('spent >= 0', name=op.f('ck_scheme_spent_not_negative')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_scheme_seller_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheme')),
    sa.UniqueConstraint('code', name=op.f('uq_scheme_code'))
    )
    with op.batch_alter_table('scheme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scheme_seller_id'), ['seller_id'], unique=False)

    op.create_table('seller_terms',
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('series', sa.String(), nullable=False),
    sa.Column('next_number', sa.Integer(), nullable=False),
    sa.Column('margin', sa.BigInteger(), nullable=False),
    sa.Column('prices_with_tax', sa.Boolean(), nullable=False),
    sa.Column('minimum_order', sa.BigInteger(), nullable=False),
    sa.Column('delivery_weekdays', sa.String(), nullable=False),
    sa.Column('lead_days', sa.Integer(), nullable=False),
    sa.Column('cut_off', sa.Time(), nullable=False),
    sa.Column('keeps_back_orders', sa.Boolean(), nullable=False),
    sa.Column('rounds_to_rupee', sa.Boolean(), nullable=False),
    sa.Column('order_validity_days', sa.Integer(), nullable=False),
    sa.Column('object_until', sa.Time(), nullable=False),
    sa.CheckConstraint('margin >= 0 AND margin < 10000', name=op.f('ck_seller_terms_margin_in_range')),
    sa.CheckConstraint('minimum_order >= 0', name=op.f('ck_seller_terms_minimum_not_negative')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_seller_terms_party_id_party')),
    sa.PrimaryKeyConstraint('party_id', name=op.f('pk_seller_terms'))
    )
    op.create_table('arrival',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('reference', sa.String(), nullable=False),
    sa.Column('arrived_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_arrival_quantity_positive')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('fk_arrival_place_id_place')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_arrival_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_arrival')),
    sa.UniqueConstraint('place_id', 'product_id', 'reference', name=op.f('uq_arrival_place_id_product_id_reference'))
    )
    with op.batch_alter_table('arrival', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_arrival_product_id'), ['product_id'], unique=False)

    op.create_table('cart_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cart_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('said', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('state', sa.Enum('ready', 'which', 'how_many', 'unread', name='linestate_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('quantity', sa.Integer(), nullable=True),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('choices', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.CheckConstraint("state <> 'ready' OR (product_id IS NOT NULL AND quantity IS NOT NULL)", name=op.f('ck_cart_line_ready_is_whole')),
    sa.CheckConstraint('quantity IS NULL OR quantity > 0', name=op.f('ck_cart_line_quantity_positive')),
    sa.ForeignKeyConstraint(['cart_id'], ['cart.id'], name=op.f('fk_cart_line_cart_id_cart')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_cart_line_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cart_line'))
    )
    with op.batch_alter_table('cart_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cart_line_cart_id'), ['cart_id'], unique=False)

    op.create_table('contact_pace',
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('pen_until', sa.BigInteger(), nullable=False),
    sa.Column('used_until', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_contact_pace_contact_id_contact')),
    sa.PrimaryKeyConstraint('contact_id', name=op.f('pk_contact_pace'))
    )
    op.create_table('conversation',
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('base', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_conversation_contact_id_contact')),
    sa.PrimaryKeyConstraint('contact_id', name=op.f('pk_conversation'))
    )
    op.create_table('handover',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('buyer_id', sa.Integer(), nullable=True),
    sa.Column('seller_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('quiet_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_by', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['buyer_id'], ['party.id'], name=op.f('fk_handover_buyer_id_party')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_handover_contact_id_contact')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_handover_seller_id_party')),
    sa.ForeignKeyConstraint(['taken_by'], ['person.id'], name=op.f('fk_handover_taken_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover'))
    )
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handover_seller_id'), ['seller_id'], unique=False)
        batch_op.create_index('one_open_handover_a_contact', ['contact_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('inbound_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('provider_id', sa.String(), nullable=False),
    sa.Column('external_id', sa.String(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('content', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('state', sa.Enum('done', 'waiting', 'aside', name='inboundstate_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('due', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_inbound_message_contact_id_contact')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbound_message')),
    sa.UniqueConstraint('channel', 'provider_id', name=op.f('uq_inbound_message_channel_provider_id'))
    )
    with op.batch_alter_table('inbound_message', schema=None) as batch_op:
        batch_op.create_index('inbound_to_do', ['state', 'due'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbound_message_contact_id'), ['contact_id'], unique=False)

    op.create_table('orders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('buyer_id', sa.Integer(), nullable=False),
    sa.Column('cart_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('placed', 'held', 'packed', 'dispatched', 'delivered', 'cancelled', name='orderstate_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('subtotal', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.BigInteger(), nullable=False),
    sa.Column('tax', sa.BigInteger(), nullable=False),
    sa.Column('round_off', sa.BigInteger(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('placed_by', sa.Integer(), nullable=False),
    sa.Column('placed_by_party', sa.Integer(), nullable=False),
    sa.Column('placed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('deliver_on', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('buyer_answer', sa.String(), nullable=False),
    sa.Column('unmatched', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('total = subtotal - discount + tax + round_off', name=op.f('ck_orders_total_adds_up')),
    sa.CheckConstraint('total >= 0', name=op.f('ck_orders_total_not_negative')),
    sa.ForeignKeyConstraint(['buyer_id'], ['party.id'], name=op.f('fk_orders_buyer_id_party')),
    sa.ForeignKeyConstraint(['cart_id'], ['cart.id'], name=op.f('fk_orders_cart_id_cart')),
    sa.ForeignKeyConstraint(['placed_by'], ['person.id'], name=op.f('fk_orders_placed_by_person')),
    sa.ForeignKeyConstraint(['placed_by_party'], ['party.id'], name=op.f('fk_orders_placed_by_party_party')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_orders_seller_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_orders')),
    sa.UniqueConstraint('cart_id', name=op.f('uq_orders_cart_id')),
    sa.UniqueConstraint('seller_id', 'number', name=op.f('uq_orders_seller_id_number'))
    )
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_orders_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_message_id'), ['message_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_number'), ['number'], unique=False)

    op.create_table('outlet_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('latitude', sa.Float(), nullable=False),
    sa.Column('longitude', sa.Float(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=True),
    sa.Column('beat_id', sa.Integer(), nullable=True),
    sa.Column('papers', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('party_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['beat_id'], ['beat.id'], name=op.f('fk_outlet_request_beat_id_beat')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_outlet_request_contact_id_contact')),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_outlet_request_decided_by_person')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_outlet_request_party_id_party')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_outlet_request_seller_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outlet_request'))
    )
    with op.batch_alter_table('outlet_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outlet_request_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outlet_request_seller_id'), ['seller_id'], unique=False)

    op.create_table('price_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('price_list_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('mrp', sa.BigInteger(), nullable=True),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('tax_included', sa.Boolean(), nullable=False),
    sa.CheckConstraint('price >= 0', name=op.f('ck_price_item_price_not_negative')),
    sa.ForeignKeyConstraint(['price_list_id'], ['price_list.id'], name=op.f('fk_price_item_price_list_id_price_list')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_price_item_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_price_item')),
    sa.UniqueConstraint('price_list_id', 'product_id', 'mrp', name=op.f('uq_price_item_price_list_id_product_id_mrp'))
    )
    with op.batch_alter_table('price_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_price_item_product_id'), ['product_id'], unique=False)

    op.create_table('scheme_account',
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('buyer_id', sa.Integer(), nullable=False),
    sa.Column('taken', sa.BigInteger(), nullable=False),
    sa.Column('cap', sa.BigInteger(), nullable=True),
    sa.CheckConstraint('cap IS NULL OR taken <= cap', name=op.f('ck_scheme_account_within_cap')),
    sa.CheckConstraint('taken >= 0', name=op.f('ck_scheme_account_taken_not_negative')),
    sa.ForeignKeyConstraint(['buyer_id'], ['party.id'], name=op.f('fk_scheme_account_buyer_id_party')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_scheme_account_scheme_id_scheme')),
    sa.PrimaryKeyConstraint('scheme_id', 'buyer_id', name=op.f('pk_scheme_account'))
    )
    op.create_table('stock',
    sa.Column('place_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('on_hand', sa.Integer(), nullable=False),
    sa.Column('reserved', sa.Integer(), nullable=False),
    sa.CheckConstraint('reserved >= 0 AND reserved <= on_hand', name=op.f('ck_stock_reserved_within_stock')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('fk_stock_place_id_place')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_stock_product_id_product')),
    sa.PrimaryKeyConstraint('place_id', 'product_id', name=op.f('pk_stock'))
    )
    op.create_table('to_type',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('buyer_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('media_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('typed_by', sa.Integer(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['buyer_id'], ['party.id'], name=op.f('fk_to_type_buyer_id_party')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_to_type_contact_id_contact')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_to_type_seller_id_party')),
    sa.ForeignKeyConstraint(['typed_by'], ['person.id'], name=op.f('fk_to_type_typed_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_to_type'))
    )
    with op.batch_alter_table('to_type', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_to_type_seller_id'), ['seller_id'], unique=False)

    op.create_table('trade_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('buyer_id', sa.Integer(), nullable=False),
    sa.Column('standing', sa.Enum('pending', 'active', 'blocked', 'closed', name='standing_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('credit_limit', sa.BigInteger(), nullable=True),
    sa.Column('credit_days', sa.Integer(), nullable=False),
    sa.Column('beat_id', sa.Integer(), nullable=True),
    sa.Column('delivery_weekdays', sa.String(), nullable=False),
    sa.Column('orders_placed', sa.Integer(), nullable=False),
    sa.Column('exposure', sa.BigInteger(), nullable=False),
    sa.Column('chain_length', sa.Integer(), nullable=False),
    sa.Column('chain_hash', sa.String(), nullable=False),
    sa.CheckConstraint('credit_limit IS NULL OR credit_limit >= 0', name=op.f('ck_trade_link_limit_not_negative')),
    sa.CheckConstraint('seller_id <> buyer_id', name=op.f('ck_trade_link_two_parties')),
    sa.ForeignKeyConstraint(['beat_id'], ['beat.id'], name=op.f('fk_trade_link_beat_id_beat')),
    sa.ForeignKeyConstraint(['buyer_id'], ['party.id'], name=op.f('fk_trade_link_buyer_id_party')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_trade_link_seller_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trade_link')),
    sa.UniqueConstraint('seller_id', 'buyer_id', name=op.f('uq_trade_link_seller_id_buyer_id'))
    )
    with op.batch_alter_table('trade_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trade_link_beat_id'), ['beat_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_trade_link_buyer_id'), ['buyer_id'], unique=False)

    op.create_table('event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=True),
    sa.Column('buyer_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('facts', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.Column('chain_position', sa.Integer(), nullable=True),
    sa.Column('previous_hash', sa.String(), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['party.id'], name=op.f('fk_event_buyer_id_party')),
    sa.ForeignKeyConstraint(['link_id'], ['trade_link.id'], name=op.f('fk_event_link_id_trade_link')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_event_person_id_person')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_event_seller_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('link_id', 'chain_position', name=op.f('uq_event_link_id_chain_position'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_seller_id'), ['seller_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_subject'), ['subject'], unique=False)

    op.create_table('media',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('state', sa.Enum('wanted', 'kept', 'refused', name='mediastate_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('inbound_id', sa.Integer(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('due', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(), nullable=False),
    sa.Column('wanted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_media_contact_id_contact')),
    sa.ForeignKeyConstraint(['inbound_id'], ['inbound_message.id'], name=op.f('fk_media_inbound_id_inbound_message')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_media')),
    sa.UniqueConstraint('token', name=op.f('uq_media_token'))
    )
    with op.batch_alter_table('media', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_media_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_media_inbound_id'), ['inbound_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_media_sha256'), ['sha256'], unique=False)
        batch_op.create_index('media_to_fetch', ['state', 'due'], unique=False)

    op.create_table('order_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('said', sa.String(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('pieces', sa.Integer(), nullable=False),
    sa.Column('short', sa.Integer(), nullable=False),
    sa.Column('follows_on', sa.Date(), nullable=True),
    sa.Column('stock_checked', sa.Boolean(), nullable=False),
    sa.Column('free', sa.Boolean(), nullable=False),
    sa.Column('mrp', sa.BigInteger(), nullable=True),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('tax_included', sa.Boolean(), nullable=False),
    sa.Column('list_amount', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.BigInteger(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('tax_rate', sa.BigInteger(), nullable=False),
    sa.Column('tax', sa.BigInteger(), nullable=False),
    sa.Column('tax_parts', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('schemes', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.CheckConstraint('net = list_amount - discount AND net >= 0', name=op.f('ck_order_line_net_adds_up')),
    sa.CheckConstraint('pieces > 0', name=op.f('ck_order_line_pieces_positive')),
    sa.CheckConstraint('short >= 0 AND short <= pieces', name=op.f('ck_order_line_short_within_pieces')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_line_order_id_orders')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_order_line_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_line'))
    )
    with op.batch_alter_table('order_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_line_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_line_product_id'), ['product_id'], unique=False)

    op.create_table('outbound_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('cause_id', sa.Integer(), nullable=True),
    sa.Column('lane', sa.Enum('1', '2', '3', name='lane_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('notice', sa.String(), nullable=False),
    sa.Column('facts', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('choices', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('media', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('listed', sa.Boolean(), nullable=False),
    sa.Column('topic', sa.String(), nullable=False),
    sa.Column('gives_way', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('new', 'claimed', 'unknown', 'sent', 'delivered', 'read', 'failed', 'dropped', name='outboundstate_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('due', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_by', sa.String(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('provider_id', sa.String(), nullable=True),
    sa.Column('error', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('status_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['cause_id'], ['inbound_message.id'], name=op.f('fk_outbound_message_cause_id_inbound_message')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_outbound_message_contact_id_contact')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbound_message')),
    sa.UniqueConstraint('key', name=op.f('uq_outbound_message_key')),
    sa.UniqueConstraint('provider_id', name=op.f('uq_outbound_message_provider_id'))
    )
    with op.batch_alter_table('outbound_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbound_message_cause_id'), ['cause_id'], unique=False)
        batch_op.create_index('outbound_of_contact', ['contact_id', 'id'], unique=False)
        batch_op.create_index('outbound_to_do', ['state', 'due'], unique=False)

    op.create_table('scheme_use',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('buyer_id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("step IN ('hold', 'spend', 'free')", name=op.f('ck_scheme_use_step_known')),
    sa.CheckConstraint('amount > 0', name=op.f('ck_scheme_use_amount_positive')),
    sa.ForeignKeyConstraint(['buyer_id'], ['party.id'], name=op.f('fk_scheme_use_buyer_id_party')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_scheme_use_order_id_orders')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_scheme_use_scheme_id_scheme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheme_use'))
    )
    with op.batch_alter_table('scheme_use', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scheme_use_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scheme_use_scheme_id'), ['scheme_id'], unique=False)

    op.create_table('movement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('opening', 'count', 'receipt', 'sale', 'return', 'damage', 'transfer', name='movementkind_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('order_line_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['order_line_id'], ['order_line.id'], name=op.f('fk_movement_order_line_id_order_line')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_movement_person_id_person')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('fk_movement_place_id_place')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_movement_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_movement'))
    )
    with op.batch_alter_table('movement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_movement_order_line_id'), ['order_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_movement_place_id'), ['place_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_movement_product_id'), ['product_id'], unique=False)

    op.create_table('reservation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_line_id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('held', 'issued', 'released', name='reservationstate_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_reservation_quantity_positive')),
    sa.ForeignKeyConstraint(['order_line_id'], ['order_line.id'], name=op.f('fk_reservation_order_line_id_order_line')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('fk_reservation_place_id_place')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_reservation_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reservation'))
    )
    with op.batch_alter_table('reservation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reservation_order_line_id'), ['order_line_id'], unique=False)
    for table in ("event", "movement", "scheme_use"):
        make_append_only(table)


def downgrade() -> None:
    with op.batch_alter_table('reservation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reservation_order_line_id'))

    op.drop_table('reservation')
    with op.batch_alter_table('movement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_movement_product_id'))
        batch_op.drop_index(batch_op.f('ix_movement_place_id'))
        batch_op.drop_index(batch_op.f('ix_movement_order_line_id'))

    op.drop_table('movement')
    with op.batch_alter_table('scheme_use', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scheme_use_scheme_id'))
        batch_op.drop_index(batch_op.f('ix_scheme_use_order_id'))

    op.drop_table('scheme_use')
    with op.batch_alter_table('outbound_message', schema=None) as batch_op:
        batch_op.drop_index('outbound_to_do')
        batch_op.drop_index('outbound_of_contact')
        batch_op.drop_index(batch_op.f('ix_outbound_message_cause_id'))

    op.drop_table('outbound_message')
    with op.batch_alter_table('order_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_line_product_id'))
        batch_op.drop_index(batch_op.f('ix_order_line_order_id'))

    op.drop_table('order_line')
    with op.batch_alter_table('media', schema=None) as batch_op:
        batch_op.drop_index('media_to_fetch')
        batch_op.drop_index(batch_op.f('ix_media_sha256'))
        batch_op.drop_index(batch_op.f('ix_media_inbound_id'))
        batch_op.drop_index(batch_op.f('ix_media_contact_id'))

    op.drop_table('media')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_subject'))
        batch_op.drop_index(batch_op.f('ix_event_seller_id'))
        batch_op.drop_index(batch_op.f('ix_event_kind'))
        batch_op.drop_index(batch_op.f('ix_event_buyer_id'))
        batch_op.drop_index(batch_op.f('ix_event_at'))

    op.drop_table('event')
    with op.batch_alter_table('trade_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_trade_link_buyer_id'))
        batch_op.drop_index(batch_op.f('ix_trade_link_beat_id'))

    op.drop_table('trade_link')
    with op.batch_alter_table('to_type', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_to_type_seller_id'))

    op.drop_table('to_type')
    op.drop_table('stock')
    op.drop_table('scheme_account')
    with op.batch_alter_table('price_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_price_item_product_id'))

    op.drop_table('price_item')
    with op.batch_alter_table('outlet_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outlet_request_seller_id'))
        batch_op.drop_index(batch_op.f('ix_outlet_request_contact_id'))

    op.drop_table('outlet_request')
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_orders_number'))
        batch_op.drop_index(batch_op.f('ix_orders_message_id'))
        batch_op.drop_index(batch_op.f('ix_orders_buyer_id'))

    op.drop_table('orders')
    with op.batch_alter_table('inbound_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbound_message_contact_id'))
        batch_op.drop_index('inbound_to_do')

    op.drop_table('inbound_message')
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.drop_index('one_open_handover_a_contact', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_handover_seller_id'))

    op.drop_table('handover')
    op.drop_table('conversation')
    op.drop_table('contact_pace')
    with op.batch_alter_table('cart_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cart_line_cart_id'))

    op.drop_table('cart_line')
    with op.batch_alter_table('arrival', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_arrival_product_id'))

    op.drop_table('arrival')
    op.drop_table('seller_terms')
    with op.batch_alter_table('scheme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scheme_seller_id'))

    op.drop_table('scheme')
    with op.batch_alter_table('price_list', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_price_list_buyer_id'))

    op.drop_table('price_list')
    op.drop_table('place')
    with op.batch_alter_table('party_role', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_party_role_party_id'))

    op.drop_table('party_role')
    op.drop_table('listing')
    op.drop_table('learned_name')
    op.drop_table('holiday')
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_person_id'))

    op.drop_table('contact')
    with op.batch_alter_table('cart', schema=None) as batch_op:
        batch_op.drop_index('one_open_cart_a_pair', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.drop_table('cart')
    with op.batch_alter_table('beat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_beat_rep_id'))

    op.drop_table('beat')
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_party_territory_id'))

    op.drop_table('party')
    op.drop_table('mrp_lot')
    op.drop_table('alias')
    op.drop_table('territory')
    op.drop_table('tax_rule')
    op.drop_table('sender_pace')
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_brand'))

    op.drop_table('product')
    op.drop_table('person')
    op.drop_table('job_run')
    op.drop_table('edition')
    op.drop_table('content_template')
