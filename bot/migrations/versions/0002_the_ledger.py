"""The ledger: bills, receipts and their journal; fulfilment and holds of orders"""

import sqlalchemy as sa
from alembic import op
from bot.migrations.append_only import freeze, make_append_only, make_changeable
from sqlalchemy.dialects import postgresql

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

APPEND_ONLY = ("journal_entry", "posting", "allocation", "credit_note_line", "packed_line", "day_close")
# Papers never change but for what is still open of them.
FROZEN = {"bill": ("unpaid", "as_of"), "bill_line": ("returned",), "credit_note": ("unused",)}

CLOSED = "the day is closed"


def let_schemes_step(steps: str) -> None:
    """Lets uses of schemes take these steps."""
    make_changeable("scheme_use")
    with op.batch_alter_table("scheme_use") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_scheme_use_step_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_scheme_use_step_known"), f"step IN ({steps})")
    make_append_only("scheme_use")


def keep_closed_days_closed() -> None:
    """Lets nothing be booked on a day that the seller has closed."""
    closed = "SELECT 1 FROM day_close WHERE seller_id = NEW.seller_id AND day >= NEW.day"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER journal_entry_open_day BEFORE INSERT ON journal_entry WHEN EXISTS ({closed}) "
            f"BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_closed_day() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF EXISTS ({closed}) THEN RAISE EXCEPTION '{CLOSED}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_entry_open_day BEFORE INSERT ON journal_entry "
        "FOR EACH ROW EXECUTE FUNCTION refuse_closed_day()"
    )


def open_closed_days() -> None:
    """Takes the guard away."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER journal_entry_open_day")
        return
    op.execute("DROP TRIGGER journal_entry_open_day ON journal_entry")
    op.execute("DROP FUNCTION refuse_closed_day")


def upgrade() -> None:
    op.create_table('billing_terms',
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('invoice_series', sa.String(), nullable=False),
    sa.Column('debit_note_series', sa.String(), nullable=False),
    sa.Column('credit_note_series', sa.String(), nullable=False),
    sa.Column('receipt_series', sa.String(), nullable=False),
    sa.Column('outside', sa.String(), nullable=False),
    sa.Column('outside_as_of', sa.DateTime(timezone=True), nullable=True),
    sa.Column('when_over', sa.String(), nullable=False),
    sa.Column('overdue_grace_days', sa.Integer(), nullable=False),
    sa.Column('overdue_cap', sa.BigInteger(), nullable=False),
    sa.Column('order_cap', sa.BigInteger(), nullable=True),
    sa.Column('cash_discount', sa.BigInteger(), nullable=False),
    sa.Column('cash_discount_days', sa.Integer(), nullable=False),
    sa.Column('bounce_charge', sa.BigInteger(), nullable=False),
    sa.Column('promise_grace_days', sa.Integer(), nullable=False),
    sa.Column('upi_id', sa.String(), nullable=False),
    sa.Column('reminders', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
    sa.Column('closed_until', sa.Date(), nullable=True),
    sa.CheckConstraint("credit_note_series NOT IN (invoice_series, debit_note_series) AND receipt_series <> ''", name=op.f('ck_billing_terms_series_of_their_own')),
    sa.CheckConstraint("when_over IN ('hold', 'refuse')", name=op.f('ck_billing_terms_refusal_known')),
    sa.CheckConstraint('LENGTH(invoice_series) <= 9 AND LENGTH(debit_note_series) <= 9 AND LENGTH(credit_note_series) <= 9', name=op.f('ck_billing_terms_series_short')),
    sa.CheckConstraint('cash_discount >= 0 AND cash_discount < 10000 AND cash_discount_days >= 0', name=op.f('ck_billing_terms_cash_discount_in_range')),
    sa.CheckConstraint('overdue_grace_days >= 0 AND overdue_cap >= 0 AND bounce_charge >= 0', name=op.f('ck_billing_terms_nothing_negative')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_billing_terms_party_id_party')),
    sa.PrimaryKeyConstraint('party_id', name=op.f('pk_billing_terms'))
    )
    op.create_table('day_close',
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('figures', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('cash_booked', sa.BigInteger(), nullable=False),
    sa.Column('cash_counted', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_day_close_person_id_person')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_day_close_seller_id_party')),
    sa.PrimaryKeyConstraint('seller_id', 'day', name=op.f('pk_day_close'))
    )
    op.create_table('number_series',
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('series', sa.String(length=9), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('first', sa.Integer(), nullable=False),
    sa.Column('next', sa.Integer(), nullable=False),
    sa.CheckConstraint('first > 0 AND next >= first', name=op.f('ck_number_series_numbers_positive')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_number_series_seller_id_party')),
    sa.PrimaryKeyConstraint('seller_id', 'series', 'year', name=op.f('pk_number_series'))
    )
    op.create_table('account_balance',
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('account', sa.Enum('receivable', 'cheques_to_clear', 'cash_in_hand', 'cash', 'bank', 'wallet', 'sales', 'cgst', 'sgst', 'igst', 'vat', 'round_off', 'discount_allowed', 'charges', 'opening', 'billed_outside', name='account_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('balance', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['trade_link.id'], name=op.f('fk_account_balance_link_id_trade_link')),
    sa.PrimaryKeyConstraint('link_id', 'account', name=op.f('pk_account_balance'))
    )
    op.create_table('bill',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('buyer_id', sa.Integer(), nullable=False),
    sa.Column('series', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('subtotal', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.BigInteger(), nullable=False),
    sa.Column('cgst', sa.BigInteger(), nullable=False),
    sa.Column('sgst', sa.BigInteger(), nullable=False),
    sa.Column('igst', sa.BigInteger(), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('round_off', sa.BigInteger(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('parties', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('invoice', 'debit_note', 'opening', name='billkind_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('unpaid', sa.BigInteger(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=True),
    sa.Column('against_id', sa.Integer(), nullable=True),
    sa.Column('as_of', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("source <> '' OR LENGTH(number) <= 16", name=op.f('ck_bill_number_fits')),
    sa.CheckConstraint('cgst = sgst AND (igst = 0 OR cgst = 0) AND (vat = 0 OR cgst + igst = 0)', name=op.f('ck_bill_one_tax')),
    sa.CheckConstraint('total = subtotal - discount + cgst + sgst + igst + vat + round_off AND total >= 0', name=op.f('ck_bill_adds_up')),
    sa.CheckConstraint('unpaid >= 0 AND unpaid <= total', name=op.f('ck_bill_unpaid_within_total')),
    sa.ForeignKeyConstraint(['against_id'], ['bill.id'], name=op.f('fk_bill_against_id_bill')),
    sa.ForeignKeyConstraint(['buyer_id'], ['party.id'], name=op.f('fk_bill_buyer_id_party')),
    sa.ForeignKeyConstraint(['link_id'], ['trade_link.id'], name=op.f('fk_bill_link_id_trade_link')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_bill_order_id_orders')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_bill_person_id_person')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_bill_seller_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bill')),
    sa.UniqueConstraint('seller_id', 'series', 'year', 'sequence', name=op.f('uq_bill_seller_id_series_year_sequence')),
    sa.UniqueConstraint('seller_id', 'source', 'number', 'year', name=op.f('uq_bill_seller_id_source_number_year'))
    )
    with op.batch_alter_table('bill', schema=None) as batch_op:
        batch_op.create_index('bills_unpaid', ['link_id', 'due_on'], unique=False, sqlite_where=sa.text('unpaid > 0'), postgresql_where=sa.text('unpaid > 0'))
        batch_op.create_index(batch_op.f('ix_bill_against_id'), ['against_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bill_link_id'), ['link_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bill_number'), ['number'], unique=False)
        batch_op.create_index('one_invoice_an_order', ['order_id'], unique=True, sqlite_where=sa.text("kind = 'invoice'"), postgresql_where=sa.text("kind = 'invoice'"))

    op.create_table('journal_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('bill', 'credit_note', 'receipt', 'cleared', 'bounced', 'voided', 'handed_over', name='entrykind_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('document', sa.String(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['link_id'], ['trade_link.id'], name=op.f('fk_journal_entry_link_id_trade_link')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_journal_entry_person_id_person')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_journal_entry_seller_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_entry'))
    )
    with op.batch_alter_table('journal_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_journal_entry_document'), ['document'], unique=False)
        batch_op.create_index(batch_op.f('ix_journal_entry_link_id'), ['link_id'], unique=False)

    op.create_table('order_hold',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('placed_by', sa.Integer(), nullable=False),
    sa.Column('reasons', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('over_by', sa.BigInteger(), nullable=False),
    sa.Column('overdue', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended', sa.String(), nullable=False),
    sa.Column('released_by', sa.Integer(), nullable=True),
    sa.Column('why', sa.String(), nullable=False),
    sa.Column('beyond', sa.BigInteger(), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('beyond >= 0', name=op.f('ck_order_hold_beyond_not_negative')),
    sa.CheckConstraint('released_by IS NULL OR released_by <> placed_by', name=op.f('ck_order_hold_not_by_the_orderer')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_hold_order_id_orders')),
    sa.ForeignKeyConstraint(['placed_by'], ['person.id'], name=op.f('fk_order_hold_placed_by_person')),
    sa.ForeignKeyConstraint(['released_by'], ['person.id'], name=op.f('fk_order_hold_released_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_hold'))
    )
    with op.batch_alter_table('order_hold', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_hold_order_id'), ['order_id'], unique=False)
        batch_op.create_index('one_open_hold_an_order', ['order_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('promise',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('by_day', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('open', 'kept', 'broken', 'replaced', name='promisestate_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('amount > 0', name=op.f('ck_promise_amount_positive')),
    sa.ForeignKeyConstraint(['link_id'], ['trade_link.id'], name=op.f('fk_promise_link_id_trade_link')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_promise_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise'))
    )
    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_promise_link_id'), ['link_id'], unique=False)
        batch_op.create_index('one_open_promise_a_pair', ['link_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('receipt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('buyer_id', sa.Integer(), nullable=False),
    sa.Column('series', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('mode', sa.Enum('cash', 'upi', 'cheque', 'bank', 'wallet', 'opening', 'outside', name='mode_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('provider', sa.String(), nullable=False),
    sa.Column('reference', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('unused', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('pending', 'refused', 'counted', 'cleared', 'bounced', 'void', name='receiptstate_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('cheque_day', sa.Date(), nullable=True),
    sa.Column('held_by', sa.Integer(), nullable=True),
    sa.Column('bills', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_by', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("unused = 0 OR state IN ('counted', 'cleared')", name=op.f('ck_receipt_unused_is_in_the_books')),
    sa.CheckConstraint('amount > 0', name=op.f('ck_receipt_amount_positive')),
    sa.CheckConstraint('unused >= 0 AND unused <= amount', name=op.f('ck_receipt_unused_within_amount')),
    sa.ForeignKeyConstraint(['buyer_id'], ['party.id'], name=op.f('fk_receipt_buyer_id_party')),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_receipt_decided_by_person')),
    sa.ForeignKeyConstraint(['held_by'], ['person.id'], name=op.f('fk_receipt_held_by_person')),
    sa.ForeignKeyConstraint(['link_id'], ['trade_link.id'], name=op.f('fk_receipt_link_id_trade_link')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_receipt_seller_id_party')),
    sa.ForeignKeyConstraint(['taken_by'], ['person.id'], name=op.f('fk_receipt_taken_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipt')),
    sa.UniqueConstraint('seller_id', 'series', 'year', 'sequence', name=op.f('uq_receipt_seller_id_series_year_sequence'))
    )
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_receipt_held_by'), ['held_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_receipt_link_id'), ['link_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_receipt_message_id'), ['message_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_receipt_number'), ['number'], unique=False)
        batch_op.create_index('one_receipt_a_reference', ['provider', 'reference'], unique=True, sqlite_where=sa.text("reference <> '' AND state IN ('pending', 'counted', 'cleared')"), postgresql_where=sa.text("reference <> '' AND state IN ('pending', 'counted', 'cleared')"))

    op.create_table('bill_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('hsn', sa.String(), nullable=False),
    sa.Column('pieces', sa.Integer(), nullable=False),
    sa.Column('free', sa.Boolean(), nullable=False),
    sa.Column('mrp', sa.BigInteger(), nullable=True),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('tax_included', sa.Boolean(), nullable=False),
    sa.Column('list_amount', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.BigInteger(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('tax_rate', sa.BigInteger(), nullable=False),
    sa.Column('cgst', sa.BigInteger(), nullable=False),
    sa.Column('sgst', sa.BigInteger(), nullable=False),
    sa.Column('igst', sa.BigInteger(), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('bill_id', sa.Integer(), nullable=False),
    sa.Column('order_line_id', sa.Integer(), nullable=True),
    sa.Column('returned', sa.Integer(), nullable=False),
    sa.Column('schemes', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.CheckConstraint('cgst = sgst AND (igst = 0 OR cgst = 0) AND (vat = 0 OR cgst + igst = 0)', name=op.f('ck_bill_line_one_tax')),
    sa.CheckConstraint('net = list_amount - discount AND net >= 0', name=op.f('ck_bill_line_net_adds_up')),
    sa.CheckConstraint('pieces > 0', name=op.f('ck_bill_line_pieces_positive')),
    sa.CheckConstraint('returned >= 0 AND returned <= pieces', name=op.f('ck_bill_line_returned_within_pieces')),
    sa.ForeignKeyConstraint(['bill_id'], ['bill.id'], name=op.f('fk_bill_line_bill_id_bill')),
    sa.ForeignKeyConstraint(['order_line_id'], ['order_line.id'], name=op.f('fk_bill_line_order_line_id_order_line')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_bill_line_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bill_line'))
    )
    with op.batch_alter_table('bill_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bill_line_bill_id'), ['bill_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bill_line_order_line_id'), ['order_line_id'], unique=False)

    op.create_table('credit_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('buyer_id', sa.Integer(), nullable=False),
    sa.Column('series', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('subtotal', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.BigInteger(), nullable=False),
    sa.Column('cgst', sa.BigInteger(), nullable=False),
    sa.Column('sgst', sa.BigInteger(), nullable=False),
    sa.Column('igst', sa.BigInteger(), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('round_off', sa.BigInteger(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('parties', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Enum('return', 'short_delivery', 'cancelled', 'cash_discount', 'claim', 'allowance', name='creditreason_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('unused', sa.BigInteger(), nullable=False),
    sa.Column('against_id', sa.Integer(), nullable=True),
    sa.Column('receipt_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('LENGTH(number) <= 16', name=op.f('ck_credit_note_number_fits')),
    sa.CheckConstraint('cgst = sgst AND (igst = 0 OR cgst = 0) AND (vat = 0 OR cgst + igst = 0)', name=op.f('ck_credit_note_one_tax')),
    sa.CheckConstraint('total = subtotal - discount + cgst + sgst + igst + vat + round_off AND total >= 0', name=op.f('ck_credit_note_adds_up')),
    sa.CheckConstraint('unused >= 0 AND unused <= total', name=op.f('ck_credit_note_unused_within_total')),
    sa.ForeignKeyConstraint(['against_id'], ['bill.id'], name=op.f('fk_credit_note_against_id_bill')),
    sa.ForeignKeyConstraint(['buyer_id'], ['party.id'], name=op.f('fk_credit_note_buyer_id_party')),
    sa.ForeignKeyConstraint(['link_id'], ['trade_link.id'], name=op.f('fk_credit_note_link_id_trade_link')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_credit_note_person_id_person')),
    sa.ForeignKeyConstraint(['receipt_id'], ['receipt.id'], name=op.f('fk_credit_note_receipt_id_receipt')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_credit_note_seller_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credit_note')),
    sa.UniqueConstraint('seller_id', 'series', 'year', 'sequence', name=op.f('uq_credit_note_seller_id_series_year_sequence'))
    )
    with op.batch_alter_table('credit_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credit_note_against_id'), ['against_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_credit_note_link_id'), ['link_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_credit_note_number'), ['number'], unique=False)
        batch_op.create_index(batch_op.f('ix_credit_note_receipt_id'), ['receipt_id'], unique=False)

    op.create_table('dispute',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bill_id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('seller_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['bill_id'], ['bill.id'], name=op.f('fk_dispute_bill_id_bill')),
    sa.ForeignKeyConstraint(['ended_by'], ['person.id'], name=op.f('fk_dispute_ended_by_person')),
    sa.ForeignKeyConstraint(['link_id'], ['trade_link.id'], name=op.f('fk_dispute_link_id_trade_link')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_dispute_person_id_person')),
    sa.ForeignKeyConstraint(['seller_id'], ['party.id'], name=op.f('fk_dispute_seller_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispute'))
    )
    with op.batch_alter_table('dispute', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dispute_link_id'), ['link_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dispute_seller_id'), ['seller_id'], unique=False)
        batch_op.create_index('one_open_dispute_a_bill', ['bill_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('packed_line',
    sa.Column('order_line_id', sa.Integer(), nullable=False),
    sa.Column('pieces', sa.Integer(), nullable=False),
    sa.Column('short', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('pieces >= 0 AND short >= 0 AND amount >= 0', name=op.f('ck_packed_line_nothing_negative')),
    sa.ForeignKeyConstraint(['order_line_id'], ['order_line.id'], name=op.f('fk_packed_line_order_line_id_order_line')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_packed_line_person_id_person')),
    sa.PrimaryKeyConstraint('order_line_id', name=op.f('pk_packed_line'))
    )
    op.create_table('posting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('debit', sa.Enum('receivable', 'cheques_to_clear', 'cash_in_hand', 'cash', 'bank', 'wallet', 'sales', 'cgst', 'sgst', 'igst', 'vat', 'round_off', 'discount_allowed', 'charges', 'opening', 'billed_outside', name='debit_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('credit', sa.Enum('receivable', 'cheques_to_clear', 'cash_in_hand', 'cash', 'bank', 'wallet', 'sales', 'cgst', 'sgst', 'igst', 'vat', 'round_off', 'discount_allowed', 'charges', 'opening', 'billed_outside', name='credit_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_posting_amount_positive')),
    sa.CheckConstraint('debit <> credit', name=op.f('ck_posting_two_accounts')),
    sa.ForeignKeyConstraint(['entry_id'], ['journal_entry.id'], name=op.f('fk_posting_entry_id_journal_entry')),
    sa.ForeignKeyConstraint(['link_id'], ['trade_link.id'], name=op.f('fk_posting_link_id_trade_link')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posting'))
    )
    with op.batch_alter_table('posting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_posting_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_posting_link_id'), ['link_id'], unique=False)

    op.create_table('allocation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bill_id', sa.Integer(), nullable=False),
    sa.Column('receipt_id', sa.Integer(), nullable=True),
    sa.Column('credit_note_id', sa.Integer(), nullable=True),
    sa.Column('step', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("step IN ('apply', 'undo')", name=op.f('ck_allocation_step_known')),
    sa.CheckConstraint('(receipt_id IS NULL) <> (credit_note_id IS NULL)', name=op.f('ck_allocation_one_source')),
    sa.CheckConstraint('amount > 0', name=op.f('ck_allocation_amount_positive')),
    sa.ForeignKeyConstraint(['bill_id'], ['bill.id'], name=op.f('fk_allocation_bill_id_bill')),
    sa.ForeignKeyConstraint(['credit_note_id'], ['credit_note.id'], name=op.f('fk_allocation_credit_note_id_credit_note')),
    sa.ForeignKeyConstraint(['receipt_id'], ['receipt.id'], name=op.f('fk_allocation_receipt_id_receipt')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation'))
    )
    with op.batch_alter_table('allocation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_allocation_bill_id'), ['bill_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_allocation_credit_note_id'), ['credit_note_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_allocation_receipt_id'), ['receipt_id'], unique=False)

    op.create_table('credit_note_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('hsn', sa.String(), nullable=False),
    sa.Column('pieces', sa.Integer(), nullable=False),
    sa.Column('free', sa.Boolean(), nullable=False),
    sa.Column('mrp', sa.BigInteger(), nullable=True),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('tax_included', sa.Boolean(), nullable=False),
    sa.Column('list_amount', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.BigInteger(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('tax_rate', sa.BigInteger(), nullable=False),
    sa.Column('cgst', sa.BigInteger(), nullable=False),
    sa.Column('sgst', sa.BigInteger(), nullable=False),
    sa.Column('igst', sa.BigInteger(), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('credit_note_id', sa.Integer(), nullable=False),
    sa.Column('bill_line_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('cgst = sgst AND (igst = 0 OR cgst = 0) AND (vat = 0 OR cgst + igst = 0)', name=op.f('ck_credit_note_line_one_tax')),
    sa.CheckConstraint('net = list_amount - discount AND net >= 0', name=op.f('ck_credit_note_line_net_adds_up')),
    sa.CheckConstraint('pieces > 0', name=op.f('ck_credit_note_line_pieces_positive')),
    sa.ForeignKeyConstraint(['bill_line_id'], ['bill_line.id'], name=op.f('fk_credit_note_line_bill_line_id_bill_line')),
    sa.ForeignKeyConstraint(['credit_note_id'], ['credit_note.id'], name=op.f('fk_credit_note_line_credit_note_id_credit_note')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_credit_note_line_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credit_note_line'))
    )
    with op.batch_alter_table('credit_note_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credit_note_line_bill_line_id'), ['bill_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_credit_note_line_credit_note_id'), ['credit_note_id'], unique=False)

    # Written out: in batch mode SQLite would make a table anew to which others refer.
    op.execute(
        "ALTER TABLE orders ADD COLUMN follows_id INTEGER "
        "CONSTRAINT fk_orders_follows_id_orders REFERENCES orders (id)"
    )
    let_schemes_step("'hold', 'spend', 'free', 'claw'")
    for table in APPEND_ONLY:
        make_append_only(table)
    for table, changeable in FROZEN.items():
        freeze(table, changeable)
    keep_closed_days_closed()



def downgrade() -> None:
    open_closed_days()
    for table in (*APPEND_ONLY, *FROZEN):
        make_changeable(table)
    let_schemes_step("'hold', 'spend', 'free'")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE orders DROP COLUMN follows_id")
    else:
        op.drop_column("orders", "follows_id")

    with op.batch_alter_table('credit_note_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credit_note_line_credit_note_id'))
        batch_op.drop_index(batch_op.f('ix_credit_note_line_bill_line_id'))

    op.drop_table('credit_note_line')
    with op.batch_alter_table('allocation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_allocation_receipt_id'))
        batch_op.drop_index(batch_op.f('ix_allocation_credit_note_id'))
        batch_op.drop_index(batch_op.f('ix_allocation_bill_id'))

    op.drop_table('allocation')
    with op.batch_alter_table('posting', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_posting_link_id'))
        batch_op.drop_index(batch_op.f('ix_posting_entry_id'))

    op.drop_table('posting')
    op.drop_table('packed_line')
    with op.batch_alter_table('dispute', schema=None) as batch_op:
        batch_op.drop_index('one_open_dispute_a_bill', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_dispute_seller_id'))
        batch_op.drop_index(batch_op.f('ix_dispute_link_id'))

    op.drop_table('dispute')
    with op.batch_alter_table('credit_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credit_note_receipt_id'))
        batch_op.drop_index(batch_op.f('ix_credit_note_number'))
        batch_op.drop_index(batch_op.f('ix_credit_note_link_id'))
        batch_op.drop_index(batch_op.f('ix_credit_note_against_id'))

    op.drop_table('credit_note')
    with op.batch_alter_table('bill_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bill_line_order_line_id'))
        batch_op.drop_index(batch_op.f('ix_bill_line_bill_id'))

    op.drop_table('bill_line')
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.drop_index('one_receipt_a_reference', sqlite_where=sa.text("reference <> '' AND state IN ('pending', 'counted', 'cleared')"), postgresql_where=sa.text("reference <> '' AND state IN ('pending', 'counted', 'cleared')"))
        batch_op.drop_index(batch_op.f('ix_receipt_number'))
        batch_op.drop_index(batch_op.f('ix_receipt_message_id'))
        batch_op.drop_index(batch_op.f('ix_receipt_link_id'))
        batch_op.drop_index(batch_op.f('ix_receipt_held_by'))

    op.drop_table('receipt')
    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.drop_index('one_open_promise_a_pair', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index(batch_op.f('ix_promise_link_id'))

    op.drop_table('promise')
    with op.batch_alter_table('order_hold', schema=None) as batch_op:
        batch_op.drop_index('one_open_hold_an_order', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_order_hold_order_id'))

    op.drop_table('order_hold')
    with op.batch_alter_table('journal_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_journal_entry_link_id'))
        batch_op.drop_index(batch_op.f('ix_journal_entry_document'))

    op.drop_table('journal_entry')
    with op.batch_alter_table('bill', schema=None) as batch_op:
        batch_op.drop_index('one_invoice_an_order', sqlite_where=sa.text("kind = 'invoice'"), postgresql_where=sa.text("kind = 'invoice'"))
        batch_op.drop_index(batch_op.f('ix_bill_number'))
        batch_op.drop_index(batch_op.f('ix_bill_link_id'))
        batch_op.drop_index(batch_op.f('ix_bill_against_id'))
        batch_op.drop_index('bills_unpaid', sqlite_where=sa.text('unpaid > 0'), postgresql_where=sa.text('unpaid > 0'))

    op.drop_table('bill')
    op.drop_table('account_balance')
    op.drop_table('number_series')
    op.drop_table('day_close')
    op.drop_table('billing_terms')
