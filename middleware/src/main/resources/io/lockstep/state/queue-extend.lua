-- Lengthens a claim.
-- ARGV  3 mailbox  4 token  5 length in ms
-- Gives the new end in ms, or nothing where the claim had lapsed and was handed on.
local job = read(ARGV[3])
if not job or job.token ~= tonumber(ARGV[4]) then
  return false
end
local till = now + tonumber(ARGV[5])
redis.call('ZADD', KEYS[5], whole(till), ARGV[3])
return till
