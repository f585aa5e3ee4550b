-- Asks for mailboxes to be worked on.
-- ARGV  3 "1" = only those not known yet  then for each: mailbox, due in ms (0 = now), reason
for i = 4, #ARGV, 3 do
  local mailbox, due, reason = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2]
  if due == 0 then due = now end
  local job = read(mailbox)
  if not job then
    line_up(mailbox, {due = due, attempt = 0, token = 0, floor = 0, reason = reason})
  elseif ARGV[3] ~= '1' then
    if job.token ~= 0 then
      -- Out: what is asked for now folds into the turn after this one.
      if job.due == 0 or due < job.due then
        job.due, job.reason = due, reason
        write(mailbox, job)
      end
    else
      local wanted = math.max(due, job.floor)
      if wanted < job.due then
        leave_line(mailbox, job)
        job.due, job.reason = wanted, reason
        line_up(mailbox, job)
      end
    end
  end
end
return 1
