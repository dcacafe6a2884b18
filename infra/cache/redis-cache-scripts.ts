// The Lua scripts of redis-cache.ts. A key holds one of: "v" + a value, "l" + a lease token, or "c" + the tokens of the
// writers that are changing it (a tombstone).

// ARGV: token, lease TTL. Returns for each key: "v" + the value, "l" if this caller got the lease, "o" if another caller
// holds the lease, "" if there is a tombstone.
export const FETCH = `
local found = redis.call('MGET', unpack(KEYS))
local answers = {}
for i = 1, #KEYS do
  if not found[i] then
    redis.call('SET', KEYS[i], 'l' .. ARGV[1], 'PX', ARGV[2])
    answers[i] = 'l'
  elseif string.sub(found[i], 1, 1) == 'v' then
    answers[i] = found[i]
  elseif string.sub(found[i], 1, 1) == 'l' then
    answers[i] = 'o'
  else
    answers[i] = ''
  end
end
return answers`;

// ARGV: token, value TTL, values. Stores each value whose lease still has this token.
export const FILL = `
for i = 1, #KEYS do
  if redis.call('GET', KEYS[i]) == 'l' .. ARGV[1] then
    redis.call('SET', KEYS[i], 'v' .. ARGV[i + 2], 'PX', ARGV[2])
  end
end
return 0`;

// ARGV: token, tombstone TTL. Several writers share one tombstone.
export const PUT_TOMBSTONES = `
for i = 1, #KEYS do
  local now = redis.call('GET', KEYS[i])
  local mark = now and string.sub(now, 1, 1) == 'c' and now or 'c'
  redis.call('SET', KEYS[i], mark .. ARGV[1], 'PX', ARGV[2])
end
return 0`;

// ARGV: token. If a tombstone expired before the commit, an old value or a lease may stand there now: it is deleted.
export const REMOVE_TOMBSTONES = `
for i = 1, #KEYS do
  local now = redis.call('GET', KEYS[i])
  if now and string.sub(now, 1, 1) == 'c' then
    local others = string.gsub(now, ARGV[1], '')
    if others == 'c' then
      redis.call('DEL', KEYS[i])
    else
      redis.call('SET', KEYS[i], others, 'KEEPTTL')
    end
  elseif now then
    redis.call('DEL', KEYS[i])
  end
end
return 0`;
