-- Takes a mailbox for a while.
-- KEYS  1 mailbox facts
-- ARGV  1 now in ms (0 = the store's clock)  2 holder  3 length in ms
-- Gives {epoch, until in ms}, or nothing where somebody holds it.
local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local held = redis.call('HMGET', KEYS[1], 'holder', 'until', 'epoch')
if held[1] and tonumber(held[2]) > now then
  return false
end
-- At least the clock: after a loss of all state the epochs of before stay older.
local epoch = math.max(now, tonumber(held[3] or '0') + 1)
local till = now + tonumber(ARGV[3])
redis.call('HSET', KEYS[1],
  'epoch', string.format('%.0f', epoch), 'holder', ARGV[2], 'until', string.format('%.0f', till))
return {epoch, till}
