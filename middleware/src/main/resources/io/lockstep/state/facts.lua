-- Reads what is remembered of a mailbox as a whole.
-- KEYS  1 mailbox facts  2 removals
return {redis.call('HGETALL', KEYS[1]), redis.call('LRANGE', KEYS[2], 0, -1)}
