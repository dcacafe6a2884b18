ALTER TABLE conversations
  -- Messages up to this seq are gone, because they were old, and so many of those counted as unread.
  ADD COLUMN gone_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN gone_ordinal BIGINT UNSIGNED NOT NULL DEFAULT 0;

-- Unread are: countable - max(read_ordinal, gone_ordinal) - (own_sent - own_read); for a former member left_ordinal instead of countable.
ALTER TABLE conversation_members
  -- Own countable messages since some moment before read_seq, and those of them up to read_seq or that are gone: both rise alone, so that nobody has to lock the row.
  CHANGE COLUMN own_since own_sent INT NOT NULL DEFAULT 0,
  ADD COLUMN own_read INT NOT NULL DEFAULT 0;

ALTER TABLE hidden_messages
  -- To find those of messages that are gone.
  ADD KEY by_conversation (conversation, seq);
