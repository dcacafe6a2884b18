// The code store in Redis: one Lua script per call. All times come from the clock of Redis, and every key expires. When that
// clock was set back, nothing lasts or waits longer than from now on.
import { hash } from 'node:crypto';
import { luaScript, type RedisClient } from '../../infra/redis/client.ts';
import type { im } from '../../proto/rpc.ts';
import type { CodeNonce, CodeStore } from '../ports.ts';

// Three kinds of keys:
// - living code of an owner and a purpose: a hash of nonce, keyId and attempts. Expires with the code.
// - mails of a mailbox: a sorted set of "nonce command" by the time of the grant. Expires after a day.
// - used code of a request: "nonce keyId". Expires with the code, or later.
const NONCE_CHARS = 22;
const DAY_MS = 24 * 60 * 60 * 1000;

// KEYS: living, mails. ARGV: command, nonce, keyId, lifetimeMs, mailEveryMs, mailsPerDay, attemptsPerCode. Returns nonce,
// keyId and the remaining lifetime, or the time to wait. A repeated command whose code has ended must wait: the same command
// derives the same nonce, so it would make the old code valid again.
const GRANT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local every, perDay = tonumber(ARGV[5]), tonumber(ARGV[6])
local left, code = redis.call('PTTL', KEYS[1]), redis.call('HMGET', KEYS[1], 'nonce', 'keyId', 'attempts')
local wait = 0
if left > tonumber(ARGV[4]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  left = tonumber(ARGV[4])
end
for _, mail in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], string.format('(%.0f', now), '+inf')) do
  redis.call('ZADD', KEYS[2], string.format('%.0f', now), mail)
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now - ${DAY_MS}))
local mails = redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
for i = 1, #mails, 2 do
  if mails[i]:sub(${NONCE_CHARS + 2}) == ARGV[1] then
    if code[1] == mails[i]:sub(1, ${NONCE_CHARS}) then return { code[1], code[2], math.max(left, 1) } end
    wait = math.max(every, 1)
  end
end
local count = #mails / 2
if count > 0 then wait = math.max(wait, mails[#mails] + every - now) end
if count > 0 and count >= perDay then wait = math.max(wait, mails[2 * math.min(count - perDay + 1, count)] + ${DAY_MS} - now) end
if wait > 0 then return { wait } end
if not code[1] or tonumber(code[3]) >= tonumber(ARGV[7]) then
  code, left = { ARGV[2], ARGV[3] }, tonumber(ARGV[4])
  redis.call('HSET', KEYS[1], 'nonce', ARGV[2], 'keyId', ARGV[3], 'attempts', 0)
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
redis.call('ZADD', KEYS[2], string.format('%.0f', now), code[1] .. ' ' .. ARGV[1])
redis.call('PEXPIRE', KEYS[2], ${DAY_MS})
return { code[1], code[2], math.max(left, 1) }`;

// KEYS: mails. ARGV: command.
const REVOKE_MAIL = `
for _, mail in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if mail:sub(${NONCE_CHARS + 2}) == ARGV[1] then redis.call('ZREM', KEYS[1], mail) end
end
return 0`;

// KEYS: living, used. ARGV: attemptsPerCode, lifetimeMs. Returns a state, then nonce and keyId, or the code's
// remaining lifetime.
const ATTEMPT = `
local used = redis.call('GET', KEYS[2])
if used then return { 'used-by-this', used:sub(1, ${NONCE_CHARS}), used:sub(${NONCE_CHARS + 2}) } end
local code = redis.call('HMGET', KEYS[1], 'nonce', 'keyId', 'attempts')
if not code[1] then return { 'none' } end
if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if tonumber(code[3]) >= tonumber(ARGV[1]) then return { 'too-many', math.max(redis.call('PTTL', KEYS[1]), 1) } end
redis.call('HINCRBY', KEYS[1], 'attempts', 1)
return { 'alive', code[1], code[2] }`;

// KEYS: living, used. ARGV: nonce, useKeptMs.
const CONSUME = `
local used = redis.call('GET', KEYS[2])
if used then return used:sub(1, ${NONCE_CHARS}) == ARGV[1] and 1 or 0 end
local code = redis.call('HMGET', KEYS[1], 'nonce', 'keyId')
if code[1] ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], code[1] .. ' ' .. code[2], 'PX', math.max(redis.call('PTTL', KEYS[1]), tonumber(ARGV[2]), 1))
redis.call('DEL', KEYS[1])
return 1`;

/**
 * The port CodeStore in Redis. Redis contains no codes, and only hashes of owners and mailboxes. After a loss of Redis mailed
 * codes are wrong, users request new ones, and limits start over. A used code becomes valid again only if the command that mailed
 * it is delivered again too.
 */
export function redisCodes(client: RedisClient): CodeStore {
  const grant = luaScript(client, GRANT);
  const revokeMail = luaScript(client, REVOKE_MAIL);
  const attempt = luaScript(client, ATTEMPT);
  const consume = luaScript(client, CONSUME);

  return {
    async grant({ owner, mailbox, purpose, command, fresh }, { lifetimeMs, mailEveryMs, mailsPerDay, attemptsPerCode }) {
      const nonce = Buffer.from(fresh.nonce).toString('base64url');
      const args = [command, nonce, fresh.keyId, lifetimeMs, mailEveryMs, mailsPerDay, attemptsPerCode];
      const reply = (await grant([livingKey(owner, purpose), mailsKey(mailbox)], args)) as GrantReply;
      if (reply.length === 1) return { granted: false, waitMs: reply[0] };
      return { granted: true, ...decodeNonce(reply[0], reply[1]), lifetimeMs: reply[2] };
    },

    async revokeMail(mailbox, command) {
      await revokeMail([mailsKey(mailbox)], [command]);
    },

    async attempt({ owner, purpose, useId }, { attemptsPerCode, lifetimeMs }) {
      const keys = [livingKey(owner, purpose), usedKey(owner, purpose, useId)];
      const reply = (await attempt(keys, [attemptsPerCode, lifetimeMs])) as AttemptReply;
      if (reply[0] === 'none') return { state: 'none' };
      if (reply[0] === 'too-many') return { state: 'too-many', waitMs: reply[1] };
      return { state: reply[0], ...decodeNonce(reply[1], reply[2]) };
    },

    async consume({ owner, purpose, nonce, useId: by }, { useKeptMs }) {
      const keys = [livingKey(owner, purpose), usedKey(owner, purpose, by)];
      return (await consume(keys, [Buffer.from(nonce).toString('base64url'), useKeptMs])) === 1;
    },
  };
}

type GrantReply = readonly [waitMs: number] | readonly [nonce: string, keyId: string, lifetimeMs: number];
type AttemptReply =
  | readonly ['none']
  | readonly ['too-many', waitMs: number]
  | readonly ['alive' | 'used-by-this', nonce: string, keyId: string];

function decodeNonce(nonce: string, keyId: string): CodeNonce {
  return { nonce: Buffer.from(nonce, 'base64url'), keyId: Number(keyId) };
}

function livingKey(owner: string, purpose: im.CodePurpose): string {
  return `im:code:living:${purpose}:${hashKeyPart(owner)}`;
}

function mailsKey(mailbox: string): string {
  return `im:code:mails:${hashKeyPart(mailbox)}`;
}

function usedKey(owner: string, purpose: im.CodePurpose, useId: string): string {
  return `im:code:used:${purpose}:${hashKeyPart(owner)}:${hashKeyPart(useId)}`;
}

function hashKeyPart(text: string): string {
  return hash('sha256', text, 'base64url');
}
