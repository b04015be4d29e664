"""The back office: passwords, sessions, links, tries, forms sent once, who looked at whom"""

import sqlalchemy as sa
from alembic import op
from bot.migrations.append_only import make_append_only, make_changeable

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('console_try',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name_key', sa.String(), nullable=False),
    sa.Column('address_key', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('failed', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_console_try'))
    )
    op.create_index(op.f('ix_console_try_at'), 'console_try', ['at'], unique=False)
    op.create_index('tries_by_address', 'console_try', ['address_key', 'at'], unique=False)
    op.create_index('tries_by_name', 'console_try', ['name_key', 'at'], unique=False)
    op.create_table('console_link',
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('used_at IS NULL OR used_at <= ends_at', name=op.f('ck_console_link_used_in_time')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_console_link_person_id_person')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_console_link'))
    )
    op.create_index(op.f('ix_console_link_person_id'), 'console_link', ['person_id'], unique=False)
    op.create_table('console_login',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('secret', sa.String(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_console_login_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_console_login'))
    )
    op.create_table('console_submission',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('told', sa.String(), nullable=False),
    sa.Column('refused', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_console_submission_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'key', name=op.f('pk_console_submission'))
    )
    op.create_table('console_access',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_console_access_party_id_party')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_console_access_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_console_access'))
    )
    op.create_index('access_to_subject', 'console_access', ['subject', 'at'], unique=False)
    op.create_table('console_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('standing', sa.String(), nullable=False),
    sa.Column('way', sa.Enum('password', 'link', name='way_known', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_console_session_party_id_party')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_console_session_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_console_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_console_session_token_hash'))
    )
    op.create_index(op.f('ix_console_session_person_id'), 'console_session', ['person_id'], unique=False)

    make_append_only("console_access")


def downgrade() -> None:
    make_changeable("console_access")
    op.drop_index(op.f('ix_console_session_person_id'), table_name='console_session')
    op.drop_table('console_session')
    op.drop_index('access_to_subject', table_name='console_access')
    op.drop_table('console_access')
    op.drop_table('console_submission')
    op.drop_table('console_login')
    op.drop_index(op.f('ix_console_link_person_id'), table_name='console_link')
    op.drop_table('console_link')
    op.drop_index('tries_by_name', table_name='console_try')
    op.drop_index('tries_by_address', table_name='console_try')
    op.drop_index(op.f('ix_console_try_at'), table_name='console_try')
    op.drop_table('console_try')
