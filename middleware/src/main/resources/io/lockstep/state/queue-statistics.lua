-- Counts a cell. Gives jobs in all, jobs out, then for each org that has something due or out:
-- org, jobs due, jobs out, when the oldest of them was due in ms (0 = none).
local orgs = {}
for _, org in ipairs(redis.call('ZRANGE', KEYS[4], 0, -1)) do orgs[org] = 0 end
for _, org in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', whole(now))) do orgs[org] = 0 end
local held = redis.call('HGETALL', KEYS[6])
for i = 1, #held, 2 do orgs[held[i]] = tonumber(held[i + 1]) end
local counts = {redis.call('HLEN', KEYS[1]), redis.call('ZCARD', KEYS[5])}
for org, out in pairs(orgs) do
  local due = redis.call('ZLEXCOUNT', KEYS[2], '[' .. org .. '|',
    '(' .. org .. '|' .. string.format('%016.0f', now + 1))
  local oldest = first_due(org)
  counts[#counts + 1] = org
  counts[#counts + 1] = due
  counts[#counts + 1] = out
  counts[#counts + 1] = due > 0 and oldest or 0
end
return counts
