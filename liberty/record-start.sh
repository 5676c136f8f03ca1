#!/bin/sh
# Makes the starts of this server faster: starts it once as it is configured and stops it again, and keeps the classes
# that it loaded in an archive, which the JVM maps into memory from then on. The archive belongs to one JVM and to this
# directory; with any other JVM the server starts without it. Run it as the user of the server, which must be stopped.
set -eu

server=$(cd "$(dirname "$0")" && pwd)
name=$(basename "$server")
liberty=${WLP_HOME:-$(cd "$server/../../.." && pwd)}
options=$server/configDropins/defaults/jvm.options
archive=$server/classes.jsa
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
seconds=300

if "$java" -version 2>&1 | grep -q OpenJ9; then
  echo "This JVM is OpenJ9, which keeps the classes of a server by itself."
  exit
fi

console=$(mktemp)
trap 'rm -f "$console" "$archive.new"' EXIT

# Once every database has been opened, or found to be down. The server says all that it has at once, some seconds after
# it is ready; if it says none for a minute, it has none.
is_ready() {
  configured=$(grep -c 'Database [^ ]* is configured\.' "$console" || :)
  opened=$(grep -c 'Database [^ ]* can be used\.\|Database [^ ]* cannot be used:' "$console" || :)
  grep -q CWWKF0011I "$console" && [ "$opened" -ge "$configured" ] \
    && { [ "$configured" -gt 0 ] || [ "$seconds" -lt 240 ]; }
}

touch "$options"
grep -v '^-XX:SharedArchiveFile=' "$options" > "$options.new" || :
mv "$options.new" "$options"
rm -f "$archive"

# Classes are not kept while Liberty's agent is there.
WLP_SKIP_BOOTSTRAP_AGENT=true \
JVM_ARGS="${JVM_ARGS:-} -Xlog:cds=off -Xlog:cds+dynamic=off -XX:ArchiveClassesAtExit=$archive.new" \
  "$liberty/bin/server" run "$name" > "$console" 2>&1 &
run=$!
until is_ready; do
  seconds=$((seconds - 1))
  if [ "$seconds" = 0 ] || ! kill -0 "$run" 2> /dev/null; then
    echo "The server did not start; its log says why." >&2
    "$liberty/bin/server" stop "$name" > /dev/null 2>&1 || :
    exit 1
  fi
  sleep 1
done
# Writing the archive takes its time on busy processors.
"$liberty/bin/server" stop "$name" --timeout=2m
wait "$run" || :

# Last, so that a server never sees a part of it, which would end its JVM.
mv "$archive.new" "$archive"
echo "-XX:SharedArchiveFile=$archive" >> "$options"
echo "The next start uses $archive."
