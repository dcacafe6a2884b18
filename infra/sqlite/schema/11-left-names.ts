// What a group was called when its member left it; what the column means stands in MySQL's schema.
export const leftNames = `
ALTER TABLE conversation_members ADD COLUMN left_name TEXT;
UPDATE conversation_members SET left_name = (SELECT name FROM group_chats g WHERE g.conversation = conversation_members.conversation)
  WHERE left_seq > 0;
`;
