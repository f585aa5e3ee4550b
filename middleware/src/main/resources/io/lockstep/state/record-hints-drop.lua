-- Takes hints off again, unless a newer lease has noted them since.
-- KEYS  1 a cell of record hints
-- ARGV  1 user  2 epoch of the lease, base 36  3... kind and record id
local own = tonumber(ARGV[2], 36)
for i = 3, #ARGV do
  local kept = {}
  for entry in string.gmatch(redis.call('HGET', KEYS[1], ARGV[i]) or '', '%S+') do
    local user, epoch = string.match(entry, '^(.*):(%w+)$')
    if user ~= ARGV[1] or tonumber(epoch, 36) > own then
      kept[#kept + 1] = entry
    end
  end
  if #kept == 0 then
    redis.call('HDEL', KEYS[1], ARGV[i])
  else
    redis.call('HSET', KEYS[1], ARGV[i], table.concat(kept, ' '))
  end
end
return 1
