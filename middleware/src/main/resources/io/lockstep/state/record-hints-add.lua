-- Notes that a mailbox may have links to records.
-- KEYS  1 a cell of record hints
-- ARGV  1 user  2 epoch of the lease, base 36  3... kind and record id
-- A value is "user:epoch user:epoch ...".
for i = 3, #ARGV do
  local kept = {}
  for entry in string.gmatch(redis.call('HGET', KEYS[1], ARGV[i]) or '', '%S+') do
    if string.match(entry, '^(.*):') ~= ARGV[1] then
      kept[#kept + 1] = entry
    end
  end
  kept[#kept + 1] = ARGV[1] .. ':' .. ARGV[2]
  redis.call('HSET', KEYS[1], ARGV[i], table.concat(kept, ' '))
end
return 1
