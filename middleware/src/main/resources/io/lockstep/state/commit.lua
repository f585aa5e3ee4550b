-- Makes all changes of a commit, if the lease is still the newest.
-- KEYS  1 mailbox facts  2 work set  3 removals
--       4, 5 links and index of contacts  6, 7 links and index of events
-- ARGV  1 epoch, then the changes: a letter and its arguments
-- Gives 1, or 0 where the lease is lost and nothing was changed.
local held = redis.call('HMGET', KEYS[1], 'epoch', 'holder')
if held[1] ~= ARGV[1] or not held[2] then
  return 0
end

local at = 1
local function argument()
  at = at + 1
  return ARGV[at]
end

-- A link's value begins with a byte for the format and two ids, record first: two bytes of length,
-- then the text. 0 = none; 65535 = the id is the one in the link's own id, and not in the index.
local function id_at(value, from)
  local high, low = string.byte(value, from, from + 1)
  local length = high * 256 + low
  if length == 0 or length == 65535 then
    return nil, from + 2
  end
  return string.sub(value, from + 2, from + 1 + length), from + 2 + length
end

local function unindex(index, link, key)
  if redis.call('HGET', index, key) == link then
    redis.call('HDEL', index, key)
  end
end

local function drop_index_of(links, index, link)
  local old = redis.call('HGET', links, link)
  if old then
    local record, from = id_at(old, 2)
    local item = id_at(old, from)
    if record then unindex(index, link, 'r:' .. record) end
    if item then unindex(index, link, 'i:' .. item) end
  end
end

local function point(index, link, key)
  if key == link then
    redis.call('HDEL', index, key)
  elseif key ~= '' then
    redis.call('HSET', index, key, link)
  end
end

local change = {
  W = function() -- add work: member
    local member = argument()
    local sequence = redis.call('HINCRBY', KEYS[1], 'sequence', 1)
    local score = tonumber(string.sub(member, 1, 1)) * 281474976710656 + sequence
    redis.call('ZADD', KEYS[2], string.format('%.0f', score), member)
  end,
  D = function() -- work done: member, score it was read with
    local member, score = argument(), argument()
    local now = redis.call('ZSCORE', KEYS[2], member)
    if now and tonumber(now) == tonumber(score) then
      redis.call('ZREM', KEYS[2], member)
    end
  end,
  S = function() -- set a fact: name, value
    local name, value = argument(), argument()
    redis.call('HSET', KEYS[1], name, value)
  end,
  F = function() -- forget a fact: name
    redis.call('HDEL', KEYS[1], argument())
  end,
  R = function() -- a removal: when, in ms
    redis.call('LPUSH', KEYS[3], argument())
    redis.call('LTRIM', KEYS[3], 0, 199)
  end,
  L = function() -- put a link: key number, link id, value, record and item as index keys or empty
    local first, link, value = tonumber(argument()), argument(), argument()
    local record, item = argument(), argument()
    drop_index_of(KEYS[first], KEYS[first + 1], link)
    redis.call('HSET', KEYS[first], link, value)
    point(KEYS[first + 1], link, record)
    point(KEYS[first + 1], link, item)
  end,
  X = function() -- drop a link: key number, link id
    local first, link = tonumber(argument()), argument()
    drop_index_of(KEYS[first], KEYS[first + 1], link)
    redis.call('HDEL', KEYS[first], link)
  end
}

local all = #ARGV
while at < all do
  change[argument()]()
end
return 1
