import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { newId } from '../proto/ids.ts';
import { sessionTokens } from './session-tokens.ts';

const secret = randomBytes(32);

test('a token names its session and number, and is the same each time it is issued', () => {
  const sessionId = newId();
  for (const number of [0, 1, 2 ** 32 - 1]) {
    const token = sessionTokens([secret]).issue(sessionId, number);
    expect(sessionTokens([secret]).verify(token)).toEqual({ sessionId, number });
    expect(sessionTokens([secret]).issue(sessionId, number)).toBe(token);
  }
  expect(sessionTokens([secret]).verify(sessionTokens([secret]).issue(sessionId))).toEqual({ sessionId, number: 0 });
});

test('the token of one session is not valid for another', () => {
  const all = sessionTokens([secret]);
  const [mine, theirs] = [newId(), newId()];
  const token = Buffer.from(all.issue(mine), 'base64url');
  Buffer.from(theirs, 'base64url').copy(token, 2);
  expect(all.verify(token.toString('base64url'))).toBeUndefined();
});

test('a token with any bit changed, a truncated or extended token, and a non-token are rejected', () => {
  const all = sessionTokens([secret]);
  const token = all.issue(newId());
  const bytes = Buffer.from(token, 'base64url');
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
    expect(all.verify(changed.toString('base64url')), `byte ${i}`).toBeUndefined();
  }
  for (const wrong of [
    '',
    token.slice(0, -1),
    `${token}A`,
    `${token.slice(0, -1)}=`,
    ` ${token}`,
    'a@b.c',
    '日本語',
    token.repeat(1000),
  ])
    expect(all.verify(wrong)).toBeUndefined();
});

test('a token has exactly one spelling', () => {
  const all = sessionTokens([secret]);
  const token = all.issue(newId());
  const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const accepted = [...last].filter((character) => all.verify(token.slice(0, -1) + character) !== undefined);
  expect(accepted).toEqual([token.slice(-1)]);
});

test('a token of another server is rejected', () => {
  expect(sessionTokens([secret]).verify(sessionTokens([randomBytes(32)]).issue(newId()))).toBeUndefined();
});

test('after secret rotation, tokens of the old secret stay valid until it is removed', () => {
  const [fresh, sessionId] = [randomBytes(32), newId()];
  const old = sessionTokens([secret]).issue(sessionId);
  const both = sessionTokens([fresh, secret]);
  expect(both.verify(old)).toEqual({ sessionId, number: 0 });
  expect(both.verify(both.issue(sessionId))).toEqual({ sessionId, number: 0 });
  expect(sessionTokens([fresh]).verify(both.issue(sessionId))).toEqual({ sessionId, number: 0 });
  expect(sessionTokens([fresh]).verify(old)).toBeUndefined();
});

test('a missing or short secret is rejected at start', () => {
  expect(() => sessionTokens([])).toThrow('32 bytes');
  expect(() => sessionTokens([secret, randomBytes(16)])).toThrow('32 bytes');
});

test('a device token names its account and its device, and neither kind of token passes as the other', () => {
  const all = sessionTokens([secret]);
  const [userId, deviceId] = [newId(), newId()];
  const token = all.issueDevice(userId, deviceId);
  expect(token).toMatch(/^[A-Za-z0-9_-]{88}$/);
  expect(all.issueDevice(userId, deviceId)).toBe(token);
  expect(all.verifyDevice(token)).toEqual({ userId, deviceId });
  expect(all.verify(token)).toBeUndefined();
  expect(all.verifyDevice(all.issue(newId()))).toBeUndefined();
  for (const wrong of [
    token.slice(1),
    `${token}A`,
    `B${token.slice(1)}`,
    '',
    sessionTokens([randomBytes(32)]).issueDevice(userId, deviceId),
  ])
    expect(all.verifyDevice(wrong)).toBeUndefined();
});
