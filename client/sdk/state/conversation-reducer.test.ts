// A conversation's state compared with a simple model server, for any order and loss of replies and pushes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import { ME, newServer, PEER } from '../testing/conversation-model.ts';
import {
  applyChange,
  applyCount,
  applyListed,
  applyMessage,
  applyOwnChange,
  applyRead,
  applyReceipt,
  type ConversationSnapshot,
  isStale,
  type TrackedConversation,
  toSnapshot,
  trackConversation,
} from './conversation-reducer.ts';

type Piece = (entry: TrackedConversation) => TrackedConversation;

const STEPS = [
  'say',
  'say',
  'answer',
  'edit',
  'read',
  'readHere',
  'peer',
  'pin',
  'pinHere',
  'pinAgain',
  'hide',
  'delete',
  'list',
  'hand',
] as const;
const steps = fc.array(
  fc.record({
    what: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...STEPS) },
      { weight: 2, arbitrary: fc.constant('arrive') },
      { weight: 1, arbitrary: fc.constant('lose') },
    ),
    n: fc.nat(1000),
  }),
  { minLength: 5, maxLength: 120 },
);

/** Runs all steps. Returns the server, and the client’s state after everything that arrived. */
function play(all: readonly { what: string; n: number }[], loses: boolean) {
  const server = newServer();
  server.say(PEER);
  let entry = trackConversation(toSnapshot(server.listed(), ME));
  let handed = server.messages.length;
  const inFlight: Piece[] = [];
  const hand = (): void => {
    const message = server.messages[handed];
    if (!message) return;
    handed += 1;
    entry = applyMessage(entry, message, ME);
  };
  const push = (piece: im.ConversationChanged | undefined): void => {
    if (piece) inFlight.push((now) => applyChange(now, piece));
  };
  for (const { what, n } of all) {
    const seq = 1 + (n % server.messages.length);
    if (what === 'say') server.say(PEER);
    else if (what === 'answer') server.say(ME);
    else if (what === 'edit') server.say(PEER, seq);
    else if (what === 'read') push(server.read(seq));
    else if (what === 'readHere') {
      // This is the only change that the client knows before the server.
      const here = Math.min(seq, handed);
      entry = applyRead(entry, here);
      const change = server.read(here);
      // The reply to the mark.
      const { unread, lastSeq } = server.listed();
      const [count, version] = [{ readSeq: server.readSeq, unread, lastSeq }, change?.stateVersion ?? 0];
      inFlight.push((now) => applyOwnChange(applyCount(now, count), version));
    } else if (what === 'pinHere') {
      const { pinned, stateVersion } = server.pin();
      inFlight.push((now) => applyOwnChange(now, stateVersion, { pinned }));
    } else if (what === 'pinAgain') {
      // A command that changes nothing. A change of another device may not have arrived yet.
      const { pinned } = server.listed();
      inFlight.push((now) => applyOwnChange(now, 0, { pinned }));
    } else if (what === 'peer') {
      const receipt = server.peerReads(seq);
      if (receipt) inFlight.push((now) => applyReceipt(now, receipt));
    } else if (what === 'pin') push(server.pin());
    else if (what === 'hide') push(server.hide());
    else if (what === 'delete') push(server.deleteForMe(seq));
    else if (what === 'list') {
      const listed = toSnapshot(server.listed(), ME);
      inFlight.push((now) => applyListed(now, listed));
    } else if (what === 'hand') hand();
    else if (inFlight.length > 0) {
      const [piece] = inFlight.splice(n % inFlight.length, 1);
      // A lost sync reply is requested again; a lost push is not.
      if (piece && (what === 'arrive' || !loses)) entry = piece(entry);
    }
  }
  return {
    server,
    handAll: () => server.messages.forEach(hand),
    arriveAll: () => {
      for (const piece of inFlight) entry = piece(entry);
    },
    now: () => entry,
    become: (next: TrackedConversation) => (entry = next),
  };
}

function simply({ lastMessage, ...state }: ConversationSnapshot): object {
  return { ...state, last: `${lastMessage?.seq} ${lastMessage?.text}` };
}

test('after a sync the state equals the server’s, for any earlier loss, delay, repetition or reordering', () => {
  fc.assert(
    fc.property(steps, fc.boolean(), (all, handsOnFirst) => {
      const { server, handAll, now, become } = play(all, true);
      if (handsOnFirst) handAll();
      // The server does not send again what the client lists as known, so the client's state must be right.
      const listed = toSnapshot(server.listed(), ME);
      const { snapshot, completeVersion } = now();
      const isKnown = !isStale(now()) && snapshot.lastSeq === listed.lastSeq && completeVersion === listed.stateVersion;
      if (!isKnown) become(applyListed(now(), listed));
      handAll();
      expect(isStale(now())).toBe(false);
      expect(simply(now().snapshot)).toEqual(simply(listed));
    }),
    { numRuns: 2000 },
  );
});

// UNR-3, UNR-4
test('without a loss the unread count is right before any sync, for any order of pushes, replies and messages', () => {
  fc.assert(
    fc.property(steps, fc.boolean(), (all, handsOnFirst) => {
      const { server, handAll, arriveAll, now } = play(all, false);
      if (handsOnFirst) handAll();
      arriveAll();
      handAll();
      const { readSeq, unread } = server.listed();
      expect(now().snapshot).toMatchObject({ readSeq, unread });
    }),
    { numRuns: 2000 },
  );
});

// SYN-5
test('a command that changed nothing does not hide the change of another device, whose push has not arrived yet', () => {
  const server = newServer();
  server.say(PEER);
  const entry = trackConversation(toSnapshot(server.listed(), ME));
  const pinned = server.pin();
  // The reply to SetConversation { hidden: false } overtakes the push.
  const replied = applyOwnChange(entry, 0, { hidden: false });
  expect(applyChange(replied, pinned).snapshot.pinned).toBe(true);
});

test('the saved state that a client lists as known is correct', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { server, handAll, now } = play(all, true);
      if (isStale(now())) return;
      const restored = trackConversation({ ...now().snapshot, stateVersion: now().completeVersion });
      const listed = toSnapshot(server.listed(), ME);
      if (restored.snapshot.lastSeq !== listed.lastSeq || restored.completeVersion !== listed.stateVersion) return;
      handAll();
      expect(simply(restored.snapshot)).toEqual(simply(listed));
    }),
    { numRuns: 2000 },
  );
});

// RCP-3
test('a receipt that arrives after a newer one reverts nothing', () => {
  const server = newServer();
  server.say(ME);
  server.say(ME);
  let entry = trackConversation(toSnapshot(server.listed(), ME));
  for (const [readSeq, deliveredSeq] of [
    [2, 2],
    [1, 2],
    [0, 1],
  ] as const)
    entry = applyReceipt(entry, im.Receipt.create({ conversationId: 'c', userId: PEER, readSeq, deliveredSeq }));
  expect(entry.snapshot).toMatchObject({ peerReadSeq: 2, peerDeliveredSeq: 2 });
});

test('an older state that arrives late reverts nothing', () => {
  const server = newServer();
  server.say(PEER);
  let entry = trackConversation(toSnapshot(server.listed(), ME));
  const pinned = server.pin();
  const old = toSnapshot(server.listed(), ME);
  const unpinned = server.pin();
  entry = applyChange(entry, unpinned);
  for (const late of [applyChange(entry, pinned), applyListed(entry, old)]) expect(late.snapshot.pinned).toBe(false);
});

test('a list that is older than a read mark reverts nothing, and messages after the list still count', () => {
  const server = newServer();
  for (let n = 0; n < 3; n += 1) server.say(PEER);
  const before = trackConversation(toSnapshot(server.listed(), ME));
  server.say(PEER);
  const old = toSnapshot(server.listed(), ME);
  const listed = applyListed(applyRead(before, 3), old);
  expect(listed.snapshot).toMatchObject({ readSeq: 3, unread: 0 });
  const message = server.messages[3];
  expect(message && applyMessage(listed, message, ME).snapshot.unread).toBe(1);
});

test('a conversation with thousands of unread messages is counted without storing each seq', () => {
  const server = newServer();
  server.say(PEER);
  let entry = trackConversation(toSnapshot(server.listed(), ME));
  for (let n = 0; n < 5000; n += 1) server.say(PEER);
  for (const message of server.messages) entry = applyMessage(entry, message, ME);
  expect(entry.snapshot.unread).toBe(5001);
  expect(entry.unreadSeqs.length).toBeLessThanOrEqual(500);
  expect(applyRead(entry, 5000).snapshot.unread).toBe(1);
});

test.each([
  [{ what: 'renamed', who: 'other' }, true],
  [{ what: 'removed', who: 'other', users: [ME] }, true],
  [{ what: 'left', who: ME }, true],
  [{ what: 'left', who: 'other' }, false],
  [{ what: 'invited', who: 'other', users: ['somebody'] }, false],
])('a group event %o makes the client ask the server only if it concerns the user', (news, concerns) => {
  const server = newServer();
  server.say(PEER);
  const entry = trackConversation(toSnapshot(server.listed(), ME));
  const said = { conversationId: 'c', seq: 2, senderId: PEER, kind: im.MessageKind.SYSTEM, body: JSON.stringify(news) };
  const after = applyMessage(entry, im.Message.create(said), ME);
  expect(isStale(after)).toBe(concerns);
  expect(after.snapshot.unread).toBe(1);
});

test.each([
  [{ what: 'joined', who: ME, users: [ME] }, false],
  [{ what: 'invited', who: PEER, users: ['somebody', ME] }, false],
  [{ what: 'invited', who: PEER, users: ['somebody'] }, true],
  [{ what: 'left', who: ME, users: [ME] }, true],
])('after the event %o in a group that the user has left, `left` is %o', (news, left) => {
  const server = newServer();
  server.say(PEER);
  const entry = trackConversation({ ...toSnapshot(server.listed(), ME), isGroup: true, left: true });
  const said = { conversationId: 'c', seq: 3, senderId: PEER, kind: im.MessageKind.SYSTEM, body: JSON.stringify(news) };
  expect(applyMessage(entry, im.Message.create(said), ME).snapshot.left).toBe(left);
});
