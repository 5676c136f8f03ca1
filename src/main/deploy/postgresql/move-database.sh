#!/usr/bin/env bash
# Moves the database of a customer to another PostgreSQL server, and refuses to lose a row: see the operations page.
#
#   move-database.sh copy SOURCE TARGET      makes SOURCE read-only, copies it into TARGET, which is empty, compares both
#   move-database.sh compare SOURCE TARGET   compares them once more
#   move-database.sh undo SOURCE             lets SOURCE be written to again
#
# SOURCE and TARGET are connection URIs of the owner, as postgresql://grievances@db1.example/northwind. Passwords come
# from ~/.pgpass or PGPASSFILE. It needs psql, pg_dump and pg_restore of the newer server's version, or a later one.
set -euo pipefail

# Seconds that transactions may take to end by themselves: grievances.transaction.timeout.
WAIT=${WAIT:-300}

ask() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname "$1"
}

fail() {
  echo "move-database.sh: $1" >&2
  exit 1
}

# Read-only, as are all its sessions once none is left from before. This one has to write.
set_read_only() {
  PGOPTIONS="-c default_transaction_read_only=off" ask "$1" <<SQL
select format('alter database %I set default_transaction_read_only = $2', current_database()) \gexec
SQL
  end_sessions "$1"
}

OTHERS="from pg_stat_activity where datname = current_database() and backend_type = 'client backend'"

# Ends the sessions that began before now, each between two of its transactions.
end_sessions() {
  local before left
  before=$(ask "$1" <<< "select clock_timestamp()")
  for ((second = 0; second < WAIT; second++)); do
    ask "$1" <<< "select pg_terminate_backend(pid) $OTHERS and backend_start < '$before' and state = 'idle'" > /dev/null
    left=$(ask "$1" <<< "select count(*) $OTHERS and backend_start < '$before'")
    [ "$left" = 0 ] && return
    sleep 1
  done
  ask "$1" <<< "select pg_terminate_backend(pid) $OTHERS and backend_start < '$before'" > /dev/null
}

check_empty() {
  local tables
  tables=$(ask "$1" <<< "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')")
  [ "$tables" = 0 ] || fail "the target has tables already; nothing was changed"
}

# How many rows each table has, a checksum of them, and how far each sequence is.
contents() {
  ask "$1" <<'SQL'
set datestyle = iso;
set timezone = utc;
select format('select %1$L, count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) from only %1$s t',
    oid::regclass)
  from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname \gexec
select sequencename, last_value from pg_sequences where schemaname = 'public' order by 1;
SQL
}

compare() {
  diff <(contents "$1") <(contents "$2") || fail "source and target differ: do not use the target"
  echo "Source and target have the same rows."
}

copy() {
  check_empty "$2"
  set_read_only "$1" on
  pg_dump --format=custom --no-owner --dbname "$1" | pg_restore --exit-on-error --single-transaction --no-owner --dbname "$2"
  ask "$2" <<< "analyze"
  compare "$1" "$2"
  echo "Now name the target in the file of the database on each server. Until then writers are answered 503."
}

case "${1-} $#" in
  "copy 3") copy "$2" "$3" ;;
  "compare 3") compare "$2" "$3" ;;
  "undo 2") set_read_only "$2" off ;;
  *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
