// What is deleted because it is old; what the columns mean stands in MySQL's schema.
export const retention = `
ALTER TABLE conversations ADD COLUMN gone_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN gone_ordinal INTEGER NOT NULL DEFAULT 0;

ALTER TABLE conversation_members RENAME COLUMN own_since TO own_sent;
ALTER TABLE conversation_members ADD COLUMN own_read INTEGER NOT NULL DEFAULT 0;

CREATE INDEX hidden_by_conversation ON hidden_messages (conversation, seq);
`;
