ALTER TABLE conversation_members
  -- What the group was called when its member left it; NULL = is there, and is told of each new name.
  ADD COLUMN left_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL;

-- Nobody has kept the names of before: the present ones have been shown so far.
UPDATE conversation_members m JOIN group_chats g ON g.conversation = m.conversation
  SET m.left_name = g.name WHERE m.left_seq > 0;
