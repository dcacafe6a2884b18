import { expect, test } from 'vitest';
import type { Client } from '../sdk/index.ts';
import { findKnownRecipients } from './recipients.ts';

const conversation = (conversationId: string, name: string) => ({ conversationId, name, isGroup: true, left: false, peerId: '' });
const client = {
  me: { userId: 'me' },
  conversations: { all: [conversation('g1', 'Team Zo\u00eb'), conversation('g2', 'میz\u200cخواهم'), conversation('g3', '❤️')] },
  people: { relations: [] },
} as unknown as Client;

test.each([
  ['#team zoe\u0308', 'g1'],
  ['#ＴＥＡＭ　ZOË', 'g1'],
  ['#Team  Zoë ', 'g1'],
  ['#میzخواهم', 'g2'],
  ['#❤️', 'g3'],
])('a group is found by any form of its name: %j', (typed, conversationId) => {
  expect(findKnownRecipients(client, typed)).toMatchObject([{ conversationId }]);
});

test('a group is not found by a part of its name', () => {
  expect(findKnownRecipients(client, '#team')).toEqual([]);
});
