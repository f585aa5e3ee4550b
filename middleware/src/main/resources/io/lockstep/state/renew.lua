-- Lengthens a lease.
-- KEYS  1 mailbox facts
-- ARGV  1 now in ms (0 = the store's clock)  2 epoch  3 length in ms
-- Gives the new end in ms, or nothing where the lease is lost.
local held = redis.call('HMGET', KEYS[1], 'epoch', 'holder')
if held[1] ~= ARGV[2] or not held[2] then
  return false
end
local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local till = now + tonumber(ARGV[3])
redis.call('HSET', KEYS[1], 'until', string.format('%.0f', till))
return till
