-- How many orgs of a cell have a job due, lapsed claims counting as one org.
local lapsed = redis.call('ZCOUNT', KEYS[5], '-inf', whole(now))
return redis.call('ZCARD', KEYS[4]) + redis.call('ZCOUNT', KEYS[3], '-inf', whole(now)) +
  math.min(lapsed, 1)
