-- Adds entries to the work set, or hints them again.
-- KEYS  1 mailbox facts  2 work set
-- ARGV  members: one digit for kind and side, then the id
-- An entry's score is digit * 2^48 + sequence: exact in a double, ordered as a pass takes them.
local sequence = redis.call('HINCRBY', KEYS[1], 'sequence', #ARGV) - #ARGV
for i, member in ipairs(ARGV) do
  local score = tonumber(string.sub(member, 1, 1)) * 281474976710656 + sequence + i
  redis.call('ZADD', KEYS[2], string.format('%.0f', score), member)
end
return 1
