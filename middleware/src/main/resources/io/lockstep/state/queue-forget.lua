-- Takes mailboxes out of the queue; a claim on one of them ends with it.
-- ARGV  3... mailboxes
for i = 3, #ARGV do
  local mailbox = ARGV[i]
  local job = read(mailbox)
  if job then
    if job.token ~= 0 then
      give_back(mailbox)
    else
      leave_line(mailbox, job)
    end
    redis.call('HDEL', KEYS[1], mailbox)
    settle(org_of(mailbox))
  end
end
return 1
