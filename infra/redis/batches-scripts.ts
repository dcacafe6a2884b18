// The Lua scripts of batches.ts. Numbers are passed as text: Lua prints those above 10^14 in powers of ten.

// KEYS: position and producers of each partition. ARGV: the TTL of producers in seconds, then the earliest offset of each
// partition.
export const LOAD = `
local rows, now = {}, redis.call('TIME')[1]
for i = 1, #KEYS / 2 do
  local position, producers, earliest = KEYS[i * 2 - 1], KEYS[i * 2], ARGV[i + 1]
  redis.call('HSETNX', position, 'next', earliest)
  redis.call('HSETNX', position, 'published', earliest)
  local packs, all = {}, redis.call('HGETALL', producers)
  for j = 1, #all, 2 do
    local number, seen = all[j + 1]:match('^(%d+) (%d+)$')
    if now - seen > tonumber(ARGV[1]) then
      redis.call('HDEL', producers, all[j])
    else
      packs[#packs + 1] = all[j]
      packs[#packs + 1] = number
    end
  end
  local row = redis.call('HMGET', position, 'next', 'published')
  rows[i] = { row[1], row[2], packs }
end
return rows`;

// KEYS: position, producers and outbox of each claim. ARGV: see advanceArgs. Returns the claims that have moved (nothing is
// written then) and the claims whose rows Redis had lost. Outbox rows at or above the start of a claim exist only if Redis lost
// the position row and kept them: they are deleted.
export const ADVANCE = `
local n, moved, lost = #KEYS / 3, {}, {}
for i = 1, n do
  local row, start = tonumber(redis.call('HGET', KEYS[i * 3 - 2], 'next') or '-1'), tonumber(ARGV[i])
  if row > start then moved[#moved + 1] = i - 1 end
  if row < start then lost[#lost + 1] = i - 1 end
end
if #moved > 0 then return { moved, {} } end
local at, now = n, redis.call('TIME')[1]
local function arg() at = at + 1; return ARGV[at] end
for i = 1, n do
  local position, producers, outbox = KEYS[i * 3 - 2], KEYS[i * 3 - 1], KEYS[i * 3]
  local stop, published = arg(), arg()
  local before = redis.call('HGET', position, 'published')
  if before and tonumber(before) > tonumber(published) then published = before end
  redis.call('HSET', position, 'next', stop, 'published', published)
  for _ = 1, tonumber(arg()) do
    local producer, number = arg(), arg()
    redis.call('HSET', producers, producer, number .. ' ' .. now)
  end
  redis.call('ZREMRANGEBYSCORE', outbox, '-inf', '(' .. published)
  redis.call('ZREMRANGEBYSCORE', outbox, ARGV[i], '+inf')
  for _ = 1, tonumber(arg()) do
    local offset, member = arg(), arg()
    redis.call('ZADD', outbox, offset, member)
  end
end
return { {}, lost }`;

// KEYS: the positions. Returns their next offsets, nil for missing rows.
export const READ_NEXT = `
local nexts = {}
for i = 1, #KEYS do nexts[i] = redis.call('HGET', KEYS[i], 'next') end
return nexts`;

// KEYS: position and outbox of each partition. ARGV: the offset of each. Does not create a missing position row: the next
// commit, which knows the position, does.
export const ADVANCE_PUBLISHED = `
for i = 1, #KEYS / 2 do
  local position, outbox, offset = KEYS[i * 2 - 1], KEYS[i * 2], ARGV[i]
  local row = redis.call('HMGET', position, 'next', 'published')
  if row[1] then
    if tonumber(offset) > tonumber(row[1]) then offset = row[1] end
    if tonumber(offset) > tonumber(row[2] or '-1') then redis.call('HSET', position, 'published', offset) end
    redis.call('ZREMRANGEBYSCORE', outbox, '-inf', '(' .. offset)
  end
end
return 0`;
