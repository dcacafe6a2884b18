import { expect, test } from 'vitest';
import { mailboxKey } from './mailbox.ts';

test.each([
  ['alice@example.org', 'alice@example.org'],
  ['alice+1@example.org', 'alice@example.org'],
  ['alice+a+b@example.org', 'alice@example.org'],
  ['a.lice+1@gmail.com', 'alice@gmail.com'],
  ['a.l.i.c.e@googlemail.com', 'alice@gmail.com'],
  // Elsewhere dots may make another mailbox.
  ['a.lice@example.org', 'a.lice@example.org'],
  // No mailbox before the plus.
  ['+alice@example.org', '+alice@example.org'],
])('%s reaches the mailbox %s', (email, mailbox) => {
  expect(mailboxKey(email)).toBe(mailbox);
});
