"""What slow readers have to look at"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('to_read',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('inbound_id', sa.Integer(), nullable=False),
    sa.Column('media_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('due', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['inbound_id'], ['inbound_message.id'], name=op.f('fk_to_read_inbound_id_inbound_message')),
    sa.ForeignKeyConstraint(['media_id'], ['media.id'], name=op.f('fk_to_read_media_id_media')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_to_read')),
    sa.UniqueConstraint('inbound_id', name=op.f('uq_to_read_inbound_id')),
    sa.UniqueConstraint('media_id', name=op.f('uq_to_read_media_id'))
    )
    op.create_index('to_read_due', 'to_read', ['due'], unique=False)


def downgrade() -> None:
    op.drop_index('to_read_due', table_name='to_read')
    op.drop_table('to_read')
