-- Gives a mailbox back. The epoch stays, so that the next one is newer.
-- KEYS  1 mailbox facts
-- ARGV  1 epoch
if redis.call('HGET', KEYS[1], 'epoch') == ARGV[1] then
  redis.call('HDEL', KEYS[1], 'holder', 'until')
end
return 1
