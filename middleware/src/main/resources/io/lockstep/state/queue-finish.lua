-- Takes a claimed job back, done or to be tried again.
-- ARGV  3 mailbox  4 token  5 "done" or "retry"  6 done: when it is wanted next in ms (0 = not);
--       retry: the delay in ms  7 reason
-- Gives 1, or 0 where the claim had lapsed and was handed on.
local mailbox = ARGV[3]
local job = read(mailbox)
if not job or job.token ~= tonumber(ARGV[4]) then
  return 0
end
give_back(mailbox)
local wanted = tonumber(ARGV[6])
if ARGV[5] == 'retry' then
  -- A hint that came meanwhile does not shorten a wait that the other side asked for.
  local due = now + wanted
  line_up(mailbox, {
    due = due, attempt = job.attempt + 1, token = 0, floor = due, reason = ARGV[7]})
else
  local due = earlier(job.due, wanted)
  if due == 0 then
    redis.call('HDEL', KEYS[1], mailbox)
  else
    local reason = due == job.due and job.reason or ARGV[7]
    line_up(mailbox, {due = due, attempt = 0, token = 0, floor = 0, reason = reason})
  end
end
settle(org_of(mailbox))
return 1
