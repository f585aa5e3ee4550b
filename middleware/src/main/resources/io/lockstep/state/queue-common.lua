-- What all scripts of the work queue share; it is put before each of them.
-- KEYS of a cell, always these:
--   1 jobs   hash: mailbox ("org:user") to "due;attempt;token;floor;reason"
--   2 line   sorted set, all scores 0: "org|due|mailbox", so each org's jobs lie in order of time
--   3 next   sorted set: org to when its first job is due, for orgs that wait
--   4 turn   sorted set: org to its virtual time, for orgs that have a job due
--   5 out    sorted set: mailbox to when its lease lapses
--   6 held   hash: org to how many of its jobs are out
--   7 cell   hash: "time", the virtual time of the org served last; "token", counts claims
--   8 past   hash: org to its virtual time when it was last served
-- ARGV 1 now in ms (0 = the store's clock)  2 how many jobs of one org may be out in all
-- A job is in the line while its token is 0, else out; then due is when it is wanted again (0 = not).
-- Floor is the time before which a back-off lets nothing start.
local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local cap = tonumber(ARGV[2])

local function whole(number)
  return string.format('%.0f', number)
end

local function org_of(mailbox)
  return string.match(mailbox, '^([^:]*):')
end

-- Fixed width, so that text order is the order of time.
local function place(org, due, mailbox)
  return org .. '|' .. string.format('%016.0f', due) .. '|' .. mailbox
end

local function read(mailbox)
  local job = redis.call('HGET', KEYS[1], mailbox)
  if not job then
    return nil
  end
  local due, attempt, token, floor, reason =
    string.match(job, '^(%d+);(%d+);(%d+);(%d+);(.*)$')
  return {
    due = tonumber(due), attempt = tonumber(attempt), token = tonumber(token),
    floor = tonumber(floor), reason = reason
  }
end

local function write(mailbox, job)
  redis.call('HSET', KEYS[1], mailbox, whole(job.due) .. ';' .. whole(job.attempt) .. ';' ..
    whole(job.token) .. ';' .. whole(job.floor) .. ';' .. job.reason)
end

local function first_due(org)
  local first = redis.call('ZRANGEBYLEX', KEYS[2], '[' .. org .. '|', '(' .. org .. '}', 'LIMIT', 0, 1)
  if not first[1] then
    return nil
  end
  local due, mailbox = string.match(first[1], '^[^|]*|(%d+)|(.*)$')
  return tonumber(due), mailbox
end

-- Puts an org where it belongs: among those who take turns, those who wait, or nowhere. One that
-- holds all it may have waits for a job of its own to come back.
local function settle(org)
  local due = first_due(org)
  if not due or tonumber(redis.call('HGET', KEYS[6], org) or '0') >= cap then
    redis.call('ZREM', KEYS[3], org)
    redis.call('ZREM', KEYS[4], org)
  elseif due <= now then
    redis.call('ZREM', KEYS[3], org)
    -- Who was away comes back at the present turn: turns not taken are not saved up.
    local served = tonumber(redis.call('HGET', KEYS[8], org) or '0')
    local present = tonumber(redis.call('HGET', KEYS[7], 'time') or '0')
    redis.call('ZADD', KEYS[4], 'NX', whole(math.max(served, present)), org)
  else
    redis.call('ZREM', KEYS[4], org)
    redis.call('ZADD', KEYS[3], whole(due), org)
  end
end

local function line_up(mailbox, job)
  local org = org_of(mailbox)
  job.token = 0
  write(mailbox, job)
  redis.call('ZADD', KEYS[2], 0, place(org, job.due, mailbox))
  settle(org)
end

local function leave_line(mailbox, job)
  redis.call('ZREM', KEYS[2], place(org_of(mailbox), job.due, mailbox))
end

local function give_back(mailbox)
  local org = org_of(mailbox)
  redis.call('ZREM', KEYS[5], mailbox)
  if redis.call('HINCRBY', KEYS[6], org, -1) <= 0 then
    redis.call('HDEL', KEYS[6], org)
  end
end

-- Earlier of two times of which 0 means none.
local function earlier(a, b)
  if a == 0 then return b end
  if b == 0 then return a end
  return math.min(a, b)
end
