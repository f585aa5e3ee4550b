# Runs Redis for as long as standard input stays open. The other end of that pipe is held by the
# Lockstep process alone, so it closes with that process however it ends, kill -9 included.
# $1 redis-server  $2 its configuration
umask 077
trap '' INT TERM HUP
exec 3<&0 </dev/null
# A session of its own: Ctrl-C in a terminal must reach Lockstep first, which still needs Redis.
if command -v setsid >/dev/null 2>&1; then
  setsid "$1" "$2" 3<&- &
else
  "$1" "$2" 3<&- &
fi
redis=$!
(
  while read -r _ <&3; do :; done
  exec 3<&-
  kill -TERM "$redis" 2>/dev/null
  # Redis writes out what it holds; a hung one is not waited for for ever.
  waited=0
  while kill -0 "$redis" 2>/dev/null && [ "$waited" -lt 300 ]; do
    sleep 0.1
    waited=$((waited + 1))
  done
  kill -KILL "$redis" 2>/dev/null
) &
watch=$!
exec 3<&-
wait "$redis"
code=$?
kill -KILL "$watch" 2>/dev/null
exit "$code"
