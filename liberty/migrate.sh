#!/bin/sh
# Creates and migrates the schemas of the databases of this server, before servers of its version run: starts it once as
# it is configured, and stops it again. The status is 0 once all databases can be used, and 1 if one cannot after TIMEOUT
# seconds (600), with the reason. On its machine, the server must be stopped.
set -eu

server=$(cd "$(dirname "$0")" && pwd -P)
name=$(basename "$server")
liberty=${WLP_HOME:-$(cd "$server/../../.." && pwd)}
seconds=${TIMEOUT:-600}

console=$(mktemp)
trap 'rm -f "$console"' EXIT

databases() {
  grep -o "Database [^ ]* $1" "$console" | sort -u | wc -l
}

# The server says all databases that it has at once, some seconds after it is ready.
is_migrated() {
  configured=$(databases 'is configured\.')
  [ "$configured" -gt 0 ] && [ "$(databases 'can be used\.')" -ge "$configured" ]
}

"$liberty/bin/server" run "$name" > "$console" 2>&1 &
run=$!
status=0
until is_migrated; do
  seconds=$((seconds - 1))
  if [ "$seconds" -le 0 ] || ! kill -0 "$run" 2> /dev/null; then
    status=1
    break
  fi
  sleep 1
done
"$liberty/bin/server" stop "$name" --timeout=2m > /dev/null 2>&1 || :
wait "$run" || :

grep -o 'Database [^ ]* cannot be used: [^"]*\|Database [^ ]*: schema version [^"]*' "$console" | sort -u
[ "$status" = 0 ] || echo "Not all databases can be used; the log of the server says more." >&2
exit "$status"
