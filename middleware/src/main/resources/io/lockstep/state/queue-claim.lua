-- Hands out jobs that are due, org by org in turn.
-- ARGV  3 how many at most  4 length of the lease in ms
-- Gives for each: mailbox, reason, attempt, due in ms, token, end of the lease in ms.

-- A job whose holder let the lease lapse is due again at once, and counts as an attempt.
for _, mailbox in ipairs(redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', whole(now), 'LIMIT', 0, 100)) do
  local job = read(mailbox)
  give_back(mailbox)
  job.attempt = job.attempt + 1
  if job.due == 0 then
    job.reason = 'lapsed'
  end
  job.due = now
  line_up(mailbox, job)
end

for _, org in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', whole(now), 'LIMIT', 0, 1000)) do
  settle(org)
end

local claimed = {}
local till = now + tonumber(ARGV[4])
while #claimed < 6 * tonumber(ARGV[3]) do
  local turn = redis.call('ZRANGE', KEYS[4], 0, 0, 'WITHSCORES')
  local org = turn[1]
  if not org then
    break
  end
  local due, mailbox = first_due(org)
  if due and due <= now and tonumber(redis.call('HGET', KEYS[6], org) or '0') < cap then
    local job = read(mailbox)
    leave_line(mailbox, job)
    job.token = redis.call('HINCRBY', KEYS[7], 'token', 1)
    -- Never one that was given before a loss of all state.
    if job.token < now then
      redis.call('HSET', KEYS[7], 'token', whole(now))
      job.token = now
    end
    for _, value in ipairs({mailbox, job.reason, whole(job.attempt), whole(job.due),
        whole(job.token), whole(till)}) do
      claimed[#claimed + 1] = value
    end
    job.due, job.floor, job.reason = 0, 0, ''
    write(mailbox, job)
    redis.call('ZADD', KEYS[5], whole(till), mailbox)
    redis.call('HINCRBY', KEYS[6], org, 1)
    redis.call('HSET', KEYS[7], 'time', turn[2])
    redis.call('ZINCRBY', KEYS[4], 1, org)
    redis.call('HSET', KEYS[8], org, whole(tonumber(turn[2]) + 1))
  end
  settle(org)
end
return claimed
