-- Looks links up by the ids of one side.
-- KEYS  1 links of a kind  2 index of the same kind
-- ARGV  ids as "r:" + record id or "i:" + item id
-- Gives three values for each id: the link that began with it, the id of the link that the index
-- names for it, and that link. The caller reads which one still has the id: the index first.
local found = {}
for i, id in ipairs(ARGV) do
  found[3 * i - 2] = redis.call('HGET', KEYS[1], id)
  local other = redis.call('HGET', KEYS[2], id)
  found[3 * i - 1] = other
  found[3 * i] = other and redis.call('HGET', KEYS[1], other)
end
return found
