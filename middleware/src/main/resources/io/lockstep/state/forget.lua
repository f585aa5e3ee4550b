-- Forgets all of a mailbox but its lease.
-- KEYS  1 mailbox facts  2 to 7 everything else
-- ARGV  1 epoch
-- Gives 1, or 0 where the lease is lost and nothing was changed.
local held = redis.call('HMGET', KEYS[1], 'epoch', 'holder', 'until', 'sequence')
if held[1] ~= ARGV[1] or not held[2] then
  return 0
end
for i = 1, #KEYS do
  redis.call('UNLINK', KEYS[i])
end
redis.call('HSET', KEYS[1],
  'epoch', held[1], 'holder', held[2], 'until', held[3], 'sequence', held[4] or '0')
return 1
