-- The schema of version 1.0. Later versions add scripts and never change this one. Date-times are in UTC.

-- What members and providers complain about. Columns from auth_number on are what a filing says beyond that,
-- from owner on its case, and from acknowledged on when the first of its events of a kind was.
-- Each page has room for a few new versions of its rows: a row that is updated where it lies needs no new entry in an
-- index, and one page logged instead of two.
-- Autovacuum begins earlier than elsewhere and makes no pauses: a load that replaces all records makes dead rows faster
-- than it finds them with the pauses that it makes by default.
create table grievances (
  grievance_key integer not null,
  admin_change varchar(4096),
  admin_change_date timestamp(6),
  admin_change_type varchar(32),
  call_key integer,
  entry_date timestamp(6) not null,
  entry_user varchar(20),
  grievance_category varchar(32),
  grievance_filed timestamp(6),
  grievance_received timestamp(6),
  grievance_resolved timestamp(6),
  grievance_source varchar(16),
  grievance_status varchar(32),
  grievance_type varchar(32),
  issue varchar(4096),
  issue_date timestamp(6),
  issue_type varchar(32),
  member_seq varchar(2),
  patient_account_number varchar(64),
  provider_id varchar(20),
  resolution varchar(4096),
  resolution_date timestamp(6),
  resolution_type varchar(32),
  subscriber_id varchar(9),
  update_date timestamp(6) not null,
  update_user varchar(20),
  auth_number varchar(64),
  claim_number integer,
  user_id varchar(64),
  owner varchar(20),
  queue varchar(32),
  line_of_business varchar(16),
  contract_id varchar(5),
  plan_id varchar(3),
  beneficiary_id varchar(11),
  first_name varchar(50),
  last_name varchar(50),
  delegate varchar(70),
  received_mode varchar(8),
  processing varchar(9),
  extension varchar(9),
  quality_of_care boolean,
  outcome varchar(14),
  acknowledged timestamp(6),
  extension_noticed timestamp(6),
  oral_notice timestamp(6),
  written_notice timestamp(6),
  constraint grievances_pk primary key (grievance_key)
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
-- For deadlines. Few rows have an entry: decisions with more time, and notices that have to be written.
create index grievances_extended on grievances (grievance_received, grievance_key)
  where extension_noticed is not null and grievance_resolved is null;
create index grievances_unanswered on grievances (grievance_received, grievance_key)
  where received_mode collate "C" = 'WRITTEN' and written_notice is null;

-- The six lists of codes. An entry of each may be the default of new grievances.
create table grievance_categories (
  grievance_category varchar(32) not null,
  default_category boolean not null,
  description varchar(256),
  entry_date timestamp(6) not null,
  entry_user varchar(20),
  update_date timestamp(6) not null,
  update_user varchar(20),
  constraint grievance_categories_pk primary key (grievance_category)
);
create table grievance_statuses (
  grievance_status varchar(32) not null,
  default_status boolean not null,
  description varchar(256),
  entry_date timestamp(6) not null,
  entry_user varchar(20),
  update_date timestamp(6) not null,
  update_user varchar(20),
  constraint grievance_statuses_pk primary key (grievance_status)
);
create table grievance_types (
  grievance_type varchar(32) not null,
  default_type boolean not null,
  description varchar(256),
  entry_date timestamp(6) not null,
  entry_user varchar(20),
  update_date timestamp(6) not null,
  update_user varchar(20),
  constraint grievance_types_pk primary key (grievance_type)
);
create table grievance_issue_types (
  grievance_issue_type varchar(32) not null,
  default_issue_type boolean not null,
  description varchar(256),
  entry_date timestamp(6) not null,
  entry_user varchar(20),
  update_date timestamp(6) not null,
  update_user varchar(20),
  constraint grievance_issue_types_pk primary key (grievance_issue_type)
);
create table grievance_resolution_types (
  grievance_resolution_type varchar(32) not null,
  default_resolution_type boolean not null,
  description varchar(256),
  entry_date timestamp(6) not null,
  entry_user varchar(20),
  update_date timestamp(6) not null,
  update_user varchar(20),
  constraint grievance_resolution_types_pk primary key (grievance_resolution_type)
);
create table grievance_admin_change_types (
  grievance_admin_change_type varchar(32) not null,
  default_admin_change_type boolean not null,
  description varchar(256),
  entry_date timestamp(6) not null,
  entry_user varchar(20),
  update_date timestamp(6) not null,
  update_user varchar(20),
  constraint grievance_admin_change_types_pk primary key (grievance_admin_change_type)
);

-- The codes by which reports count grievances: those of the values of a member, and those of single grievances, which
-- count first. The key is made of the other columns.
create table report_codes (
  code_key varchar(256) not null,
  scheme varchar(32) not null,
  code varchar(16) not null,
  member varchar(32),
  member_value varchar(128),
  grievance_key integer,
  entry_date timestamp(6) not null,
  entry_user varchar(20),
  update_date timestamp(6) not null,
  update_user varchar(20),
  constraint report_codes_pk primary key (code_key)
);

-- The keys of grievances that the service gives. Where it is behind keys that were given by others, the service makes it
-- go on past them.
create sequence grievance_keys;

-- What happened to grievances. Events are only added and struck out; columns from note_alert on are of notes alone. There
-- is no foreign key: events outlive the deletion of their grievance, and are there again when it is restored.
create table grievance_events (
  event_key integer not null,
  grievance_key integer not null,
  kind varchar(18) not null,
  event_at timestamp(6) not null,
  event_precision varchar(4),
  event_by varchar(20),
  event_text varchar(4096),
  entry_date timestamp(6) not null,
  entry_user varchar(20),
  update_date timestamp(6) not null,
  update_user varchar(20),
  struck_out timestamp(6),
  struck_by varchar(20),
  struck_reason varchar(256),
  note_alert boolean,
  note_subject varchar(64),
  note_type varchar(8),
  note_priority varchar(8),
  effective_date timestamp(6),
  term_date timestamp(6),
  note_alert_end timestamp(6),
  constraint grievance_events_pk primary key (event_key)
);
create index grievance_events_of on grievance_events (grievance_key, event_at);
create sequence event_keys;

-- The files of events, with keys of the same sequence, and their contents in parts.
create table event_attachments (
  attachment_key integer not null,
  event_key integer not null,
  file_name varchar(255) not null,
  media_type varchar(100) not null,
  file_size bigint not null,
  sha256 varchar(64) not null,
  attachment_path varchar(500),
  entry_date timestamp(6) not null,
  entry_user varchar(20),
  update_date timestamp(6) not null,
  update_user varchar(20),
  constraint event_attachments_pk primary key (attachment_key)
);
create index event_attachments_of on event_attachments (event_key, attachment_key);
create table event_attachment_parts (
  attachment_key integer not null,
  number integer not null,
  content bytea not null,
  constraint event_attachment_parts_pk primary key (attachment_key, number)
);
alter table event_attachment_parts alter column content set storage external;

-- How many rows the tables have, so that no page of a list has to count them. Each connection keeps
-- a count of its own, so that no transaction waits for another; their sum is the table's.
create table row_counts (
  table_name varchar(63) not null,
  backend integer not null,
  rows bigint not null,
  constraint row_counts_pk primary key (table_name, backend)
) with (fillfactor = 50);

create function add_rows(counted name, change bigint) returns void language sql as $$
  insert into row_counts values (counted, pg_backend_pid(), change)
  on conflict (table_name, backend) do update set rows = row_counts.rows + excluded.rows
$$;

create function count_changed() returns trigger language plpgsql as $$
declare change bigint;
begin
  select count(*) into change from changed;
  if change > 0 then
    perform add_rows(tg_table_name, case tg_op when 'DELETE' then -change else change end);
  end if;
  return null;
end
$$;

create function count_truncated() returns trigger language plpgsql as $$
begin
  delete from row_counts where table_name = tg_table_name;
  return null;
end
$$;

-- The history of records at a fraction of its cost. Each table of records has a table of history, with
-- the same columns: an update or a deletion leaves the old row there, a creation only its key. What a
-- change left behind is the next old row of the record, or else the record itself. One row of
-- record_changes tells for all records that a statement changed who did it and when. A migration that
-- adds a column to a table of records calls track_records, which adds it to its history.
create sequence record_change_ids;

-- The next number of a change. Before its first, a transaction locks the number that would be next: all of its
-- changes have at least that number, so nobody who reads changes in the order of their numbers passes it by. A
-- setting of the transaction remembers the lock, and is undone with it by ROLLBACK TO SAVEPOINT.
create function next_change_id() returns bigint language plpgsql as $$
declare
  own text := pg_current_xact_id()::text;
  first bigint;
begin
  if current_setting('grievances.changing', true) is distinct from own then
    first := coalesce(pg_sequence_last_value('record_change_ids'), 0) + 1;
    perform pg_advisory_xact_lock_shared('record_change_ids'::regclass::oid::integer, (first << 32 >> 32)::integer);
    perform set_config('grievances.changing', own, true);
  end if;
  return nextval('record_change_ids');
end
$$;

-- How far changes can be read: all below ends are committed or rolled back. The lower half of a number is in its
-- lock, and tells all of it, as no transaction is two billion changes old. held is for how many seconds the oldest
-- transaction that has changed records is open; null if this user may not know.
create function changes_end(out following bigint, out ends bigint, out held double precision)
language plpgsql as $$
begin
  following := coalesce(pg_sequence_last_value('record_change_ids'), 0) + 1;
  select least(following, min(following - ((following - objid::bigint) << 32 >> 32))),
      case when count(*) = count(coalesce(xact_start, prepared))
        then coalesce(extract(epoch from clock_timestamp() - min(coalesce(xact_start, prepared))), 0) end
    into ends, held
    from pg_locks left join pg_stat_activity using (pid)
      left join pg_prepared_xacts on virtualtransaction = '-1/' || transaction
    where locktype = 'advisory' and objsubid = 2 and classid = 'record_change_ids'::regclass
      and pg_locks.database = (select oid from pg_database where datname = current_database());
end
$$;

create table record_changes (
  change_id bigint not null,
  changed timestamp not null,
  table_name varchar(63) not null,
  change varchar(7) not null,
  changed_by varchar(256),
  client varchar(256),
  activity_id varchar(36),
  constraint record_changes_pk primary key (change_id, changed)
) partition by range (changed);

-- Refuses any change of what is in the history.
create function keep_history() returns trigger language plpgsql as $$
begin
  raise exception 'the history of records only ever grows';
end
$$;

-- Lets rows be added to a table of the history and nothing else. A partition needs it for itself.
create function guard_history(kept regclass) returns void language plpgsql as $$
begin
  execute format('create trigger history_kept before update or delete or truncate on %s
    for each statement execute function keep_history()', kept);
end
$$;

-- The tables to which rows are only added, each of which has a partition for each quarter.
create function guarded_tables() returns setof regclass stable language sql as $$
  select tgrelid::regclass from pg_trigger join pg_class on pg_class.oid = tgrelid
  where relnamespace = current_schema()::regnamespace and relkind = 'p' and tgname = 'history_kept'
$$;

-- Those of the history of records, which belong together.
create function history_tables() returns setof regclass stable language sql as $$
  select kept from guarded_tables() kept where kept is distinct from to_regclass('record_reads')
$$;

-- Adds the partitions of this quarter and the next. The service calls it each day; rows that no such
-- partition is there for go to the default one. It blocks no writer.
create function extend_history() returns void language plpgsql as $$
declare
  extended regclass;
  quarter timestamp;
  part text;
begin
  perform pg_advisory_xact_lock(hashtextextended('extend_history', 0));
  for extended, quarter, part in
    select kept, starts, kept || to_char(starts, '_YYYY"q"Q') from guarded_tables() kept,
      generate_series(date_trunc('quarter', now() at time zone 'utc'),
        date_trunc('quarter', now() at time zone 'utc') + interval '3 months', '3 months') starts
  loop
    if to_regclass(part) is null and not has_default_rows(extended, quarter) then
      execute format('create table %s (like %s including defaults including constraints)
        with (toast_tuple_target = 8160)', part, extended);
      perform guard_history(part::regclass);
      execute format('alter table %s attach partition %s for values from (%L) to (%L)',
        extended, part, quarter, quarter + interval '3 months');
    end if;
  end loop;
end
$$;

-- The column with the time of a row, by which a table of the history has its partitions.
create function history_time(kept regclass) returns name stable language sql as $$
  select attname from pg_partitioned_table join pg_attribute on attrelid = partrelid and attnum = partattrs[0]
  where partrelid = kept
$$;

-- Whether the default partition has rows of a quarter, which then cannot have one of its own.
create function has_default_rows(kept regclass, quarter timestamp) returns boolean language plpgsql as $$
declare answer boolean;
begin
  execute format('select exists (select from %1$s_default where %2$I >= $1
    and %2$I < $1 + interval ''3 months'')', kept, history_time(kept)) into answer using quarter;
  return answer;
end
$$;

-- Makes a table part of the history: partitioned, guarded, ready for now.
create function begin_history(kept regclass) returns void language plpgsql as $$
begin
  execute format('create table %1$s_default partition of %1$s default
    with (toast_tuple_target = 8160)', kept);
  perform guard_history(kept);
  perform guard_history((kept || '_default')::regclass);
  perform extend_history();
end
$$;

select begin_history('record_changes');

-- Where readers of the changes cannot go on.
create index record_changes_paused on record_changes (change_id) where change = 'paused';

-- The first change, which changes nothing: nothing was taken out of the history as long as it is there.
insert into record_changes (change_id, changed, table_name, change)
values (next_change_id(), now() at time zone 'utc', 'record_changes', 'began');

-- Who writes, as the service says for its transactions; '' is what is left of an earlier one.
create function writing(what text) returns text language sql as $$
  select nullif(current_setting('grievances.' || what, true), '')
$$;

-- Says who makes a change of many records, and when.
create function record_change(id bigint, at timestamp, tracked name, change text) returns void
language sql as $$
  insert into record_changes values (id, at, tracked, change, coalesce(writing('user'), session_user),
    writing('client'), writing('activity'))
$$;

-- The columns of a table of records, which its history has too.
create function tracked_columns(tracked name, definition text default '%1$I') returns text
stable language sql as $$
  select string_agg(format(definition, attname, format_type(atttypid, atttypmod)), ', ' order by attnum)
  from pg_attribute where attrelid = to_regclass(tracked::text) and attnum > 0 and not attisdropped
$$;

-- The only column of a table's primary key.
create function tracked_key(tracked name) returns name stable language sql as $$
  select attname from pg_index join pg_attribute on attrelid = indrelid and attnum = indkey[0]
  where indrelid = to_regclass(tracked::text) and indisprimary and indnkeyatts = 1
$$;

-- Creates a trigger of a tracked table, or replaces it; it stays disabled if it was.
create function track_change(tracked name, suffix text, moment text, handler text) returns void
language plpgsql as $$
declare
  disabled boolean := exists (select from pg_trigger
    where tgrelid = to_regclass(tracked::text) and tgname = tracked || suffix and tgenabled = 'D');
begin
  execute format('create or replace trigger %2$I ' || moment || ' execute function %3$I()',
    tracked, tracked || suffix, handler);
  if disabled then
    execute format('alter table %1$I disable trigger %2$I', tracked, tracked || suffix);
  end if;
end
$$;

-- Tracks a table of records: how many rows it has, and the history of each. A migration that creates
-- such a table, or adds a column to it, calls this; the table needs a primary key of one column. Called
-- again, it replaces what the triggers do and leaves them enabled or not.
create function track_records(tracked name) returns void language plpgsql
set client_min_messages = warning as $$
declare
  key name := tracked_key(tracked);
  counted boolean := exists (select from pg_trigger
    where tgrelid = to_regclass(tracked::text) and tgname = tracked || '_inserted');
begin
  if key is null then
    raise exception '% is not a table with a primary key of one column', tracked;
  end if;
  if to_regclass(tracked || '_history') is null then
    execute format('create table %1$s_history (change_id bigint not null, changed timestamp not null, '
      || tracked_columns(tracked, '%1$I %2$s') || ') partition by range (changed)', tracked);
    execute format('create index %1$s_history_of on %1$s_history (%2$I, change_id)', tracked, key);
    perform begin_history((tracked || '_history')::regclass);
  else
    execute format('alter table %1$s_history '
      || tracked_columns(tracked, 'add column if not exists %1$I %2$s'), tracked);
  end if;
  -- A function for each table, so that its statements are planned once.
  execute format($f$
    create or replace function %1$s_to_history() returns trigger language plpgsql as $b$
    declare
      id bigint := next_change_id();
      at timestamp := clock_timestamp() at time zone 'utc';
    begin
      if tg_op = 'INSERT' then
        insert into %1$s_history (change_id, changed, %2$I) select id, at, %2$I from new_rows;
      elsif tg_op = 'TRUNCATE' then
        insert into %1$s_history (change_id, changed, %3$s) select id, at, %3$s from %1$s;
      else
        insert into %1$s_history (change_id, changed, %3$s) select id, at, %3$s from old_rows;
      end if;
      if found then
        perform record_change(id, at, '%1$s', case tg_op
          when 'INSERT' then 'created' when 'UPDATE' then 'updated' else 'deleted' end);
      end if;
      return null;
    end
    $b$;
    -- A record that gets another key is one record less, as its old row tells, and a new one.
    create or replace function %1$s_key_to_history() returns trigger language plpgsql as $b$
    declare
      id bigint := next_change_id();
      at timestamp := clock_timestamp() at time zone 'utc';
    begin
      insert into %1$s_history (change_id, changed, %2$I) values (id, at, new.%2$I);
      perform record_change(id, at, '%1$s', 'created');
      return null;
    end
    $b$
  $f$, tracked, key, tracked_columns(tracked));
  perform track_change(tracked, '_inserted',
    'after insert on %1$s referencing new table as changed for each statement', 'count_changed');
  perform track_change(tracked, '_deleted',
    'after delete on %1$s referencing old table as changed for each statement', 'count_changed');
  perform track_change(tracked, '_truncated',
    'after truncate on %1$s for each statement', 'count_truncated');
  perform track_change(tracked, '_created_to_history',
    'after insert on %1$s referencing new table as new_rows for each statement', tracked || '_to_history');
  perform track_change(tracked, '_updated_to_history',
    'after update on %1$s referencing old table as old_rows for each statement', tracked || '_to_history');
  perform track_change(tracked, '_deleted_to_history',
    'after delete on %1$s referencing old table as old_rows for each statement', tracked || '_to_history');
  perform track_change(tracked, '_truncated_to_history',
    'before truncate on %1$s for each statement', tracked || '_to_history');
  perform track_change(tracked, '_key_to_history', format(
    'after update of %1$I on %%1$s for each row when (old.%1$I is distinct from new.%1$I)', key),
    tracked || '_key_to_history');
  if not counted then
    -- The triggers keep others from the table until this transaction ends, so this count is exact.
    execute format('select add_rows(%1$L, count(*)) from %1$s', tracked);
  end if;
end
$$;

select track_records(name) from unnest(array[
  'grievances', 'grievance_events', 'grievance_categories', 'grievance_statuses', 'grievance_types',
  'grievance_issue_types', 'grievance_resolution_types', 'grievance_admin_change_types', 'report_codes']) name;

-- For readers of the changes in their order.
create index grievances_history_in_order on grievances_history (change_id, grievance_key);

-- Turns the history of all records on or off. Before it is off, the state of each record with a history
-- is added to it: it is what the last change left behind, and later ones are not known.
create function track_history(wanted boolean) returns void language plpgsql as $$
declare
  tracked name;
  handler name;
begin
  for tracked, handler in
    select relname, tgname from pg_trigger join pg_class on pg_class.oid = tgrelid
    where relnamespace = current_schema()::regnamespace and tgname like '%\_to\_history'
      and (tgenabled <> 'D') <> wanted
  loop
    execute format('alter table %I %s trigger %I',
      tracked, case when wanted then 'enable' else 'disable' end, handler);
    if not wanted and handler = tracked || '_updated_to_history' then
      perform pause_history(tracked);
    end if;
  end loop;
end
$$;

create function pause_history(tracked name) returns void language plpgsql as $$
declare
  id bigint := next_change_id();
  at timestamp := clock_timestamp() at time zone 'utc';
begin
  -- A state is added once, however often the history is turned off before the next change.
  execute format('insert into %1$s_history (change_id, changed, %2$s)
    select $1, $2, %3$s from %1$s paused, record_changes made,
      (select %4$I, max(change_id) from %1$s_history group by %4$I) newest (%4$I, id)
    where paused.%4$I = newest.%4$I and made.change_id = newest.id and made.change <> ''paused''',
    tracked, tracked_columns(tracked), tracked_columns(tracked, 'paused.%1$I'), tracked_key(tracked))
    using id, at;
  perform record_change(id, at, tracked, 'paused');
end
$$;

-- Takes what is older than a date out of the history, and returns the tables that it is in now, which
-- nothing guards: dump them, then drop them. Whole quarters are only detached. Of other quarters it moves the
-- oldest changes, of at most so many rows of a table or one change, so that little room is needed at a time:
-- call it again until it returns nothing. It is for the owner of the tables; writers wait while changes of the
-- current quarter are moved.
create function archive_history(before date, at_most integer default 100000) returns setof regclass
language plpgsql as $$
declare
  kept regclass;
  part regclass;
  whole boolean;
  archive regclass;
  last bigint;
begin
  for kept, part, whole in
    select parent, oid, coalesce(
      substring(pg_get_expr(relpartbound, oid) from 'TO \(''([^'']+)')::timestamp
        <= least(before, now() at time zone 'utc'), false)
    from pg_inherits join pg_class on oid = inhrelid, history_tables() parent where inhparent = parent
    order by 3 desc, 1, 2
  loop
    if whole then
      execute format('alter table %s detach partition %s', kept, part);
      execute format('drop trigger history_kept on %s', part);
      return next part;
      continue;
    end if;
    last := coalesce(last, last_archived(before, at_most), 0);
    if last > 0 and archive_rows(kept, part, before, last)
        and archive is distinct from archive_name(kept, before)::regclass then
      archive := archive_name(kept, before);
      return next archive;
    end if;
  end loop;
end
$$;

-- Up to which change to move them, so that of each change all rows are moved or none; null if none is old
-- enough. The changes tell that, since each table of history has many more rows.
create function last_archived(before date, at_most integer) returns bigint language plpgsql as $$
declare
  first bigint;
  last bigint;
  beyond bigint;
  kept regclass;
begin
  select min(change_id), max(change_id) into first, last
    from (select change_id from record_changes where changed < before offset 0) old;
  for kept in select * from history_tables() where last is not null loop
    execute format('select change_id from %s where change_id <= $1 and changed < $2
      order by change_id offset $3 limit 1', kept) into beyond using last, before, at_most;
    last := least(last, case when beyond > first then beyond - 1 when beyond = first then first end);
  end loop;
  return last;
end
$$;

create function archive_name(kept regclass, before date) returns text immutable language sql as $$
  select kept || to_char(before, '"_before_"YYYY_MM_DD')
$$;

-- Moves the rows of the changes up to one out of a partition; false if there is none.
create function archive_rows(kept regclass, part regclass, before date, last bigint) returns boolean
language plpgsql set enable_seqscan = off set client_min_messages = warning as $$
declare
  old_rows boolean;
begin
  execute format('select exists (select from %s where change_id <= $1 and changed < $2)', part)
    into old_rows using last, before;
  if old_rows then
    execute format('create table if not exists %s (like %s)', archive_name(kept, before), kept);
    execute format('alter table %s disable trigger history_kept', part);
    execute format('with taken as (delete from %s where change_id <= $1 and changed < $2 returning *)
      insert into %s select * from taken', part, archive_name(kept, before)) using last, before;
    execute format('alter table %s enable trigger history_kept', part);
  end if;
  return old_rows;
end
$$;

-- Who has seen which records: a row for each answer that showed some, before it left. read_keys has up to 1,000 keys with
-- commas between them; it is null where there were more, of which first_key and last_key are known if they were in order.
create table record_reads (
  read_at timestamp(6) not null,
  user_name varchar(256),
  client varchar(256),
  address varchar(64),
  activity_id varchar(36) not null,
  operation varchar(16) not null,
  filters varchar(2000) not null,
  read_keys varchar(12000),
  first_key integer,
  last_key integer,
  key_count integer not null,
  constraint record_reads_pk primary key (read_at, activity_id)
) partition by range (read_at);
create index record_reads_of on record_reads using gin (string_to_array(read_keys, ','));
create index record_reads_of_many on record_reads (read_at) where read_keys is null;
create index record_reads_by on record_reads (user_name collate "C", read_at);
select begin_history('record_reads');

-- Takes the quarters out of which all reads were before a date, and returns them as tables that nothing guards: dump
-- them, then drop them. It is for the owner of the tables, and does not wait long for readers.
create function archive_reads(before date) returns setof regclass language plpgsql set lock_timeout = '2s' as $$
declare
  part regclass;
begin
  for part in
    select oid from pg_inherits join pg_class on oid = inhrelid
    where inhparent = 'record_reads'::regclass
      and substring(pg_get_expr(relpartbound, oid) from 'TO \(''([^'']+)')::timestamp <= before
    order by 1
  loop
    execute format('alter table record_reads detach partition %s', part);
    execute format('drop trigger history_kept on %s', part);
    return next part;
  end loop;
end
$$;

-- Drops these quarters. The service calls it each day.
create function drop_reads(before timestamp) returns void language plpgsql as $$
declare
  part regclass;
begin
  for part in select * from archive_reads(before::date) loop
    execute format('drop table %s', part);
  end loop;
end
$$;

-- The responses to requests with an Idempotency-Key. Client and key are kept as their SHA-256 alone.
-- request_sha256 is made in the same way by every version; request_form says how the request was read, in the words of
-- the version that did.
create table stored_responses (
  sha256 varchar(64) not null,
  request_sha256 varchar(64) not null,
  request_form varchar(200) not null,
  record_key varchar(64),
  created timestamp not null,
  response bytea not null,
  constraint stored_responses_pk primary key (sha256)
);
create index stored_responses_created on stored_responses (created);

-- Jobs: batches that are applied part by part. next_part and the counts are written in the transaction that
-- applies a part. Whoever runs or receives a job makes its heartbeats grow. file_name is that of the file
-- that a job was sent as, where the sender told it; time_zone is where its date-times without an offset are local time.
create table jobs (
  job_id varchar(36) not null,
  client varchar(256) not null,
  user_name varchar(256),
  activity_id varchar(36) not null,
  table_name varchar(63) not null,
  batch_action varchar(6) not null,
  body_format varchar(6) not null,
  read_members varchar(13) not null,
  hidden_members varchar(1000),
  dry_run boolean not null,
  if_unchanged boolean not null,
  only_records varchar(8) not null,
  max_failures integer,
  job_state varchar(11) not null,
  body_bytes bigint not null,
  items integer not null,
  parts integer not null,
  next_part integer not null,
  items_read integer not null,
  items_created integer not null,
  items_updated integer not null,
  items_deleted integer not null,
  items_reversed integer not null,
  items_kept integer not null,
  items_failed integer not null,
  received timestamp not null,
  started timestamp,
  ended timestamp,
  server varchar(36),
  heartbeats bigint not null,
  problem varchar(1024),
  file_name varchar(255),
  time_zone varchar(64),
  undoes varchar(36),
  undone_by varchar(36),
  constraint jobs_pk primary key (job_id)
) with (fillfactor = 50);
create index jobs_ended on jobs (ended);

-- The body of a job: gzip of NDJSON, or of CSV whose rows begin with their line in the body.
create table job_parts (
  job_id varchar(36) not null,
  number integer not null,
  items integer not null,
  content bytea not null,
  constraint job_parts_pk primary key (job_id, number)
);

-- The outcomes of the items of each part that was applied: gzip of JSON.
create table job_outcomes (
  job_id varchar(36) not null,
  number integer not null,
  failed integer not null,
  outcomes bytea not null,
  constraint job_outcomes_pk primary key (job_id, number)
);

-- They are compressed already.
alter table job_parts alter column content set storage external;
alter table job_outcomes alter column outcomes set storage external;

-- Load profiles, by name: how files of one kind are turned into grievances, as JSON. They hold names of columns, formats
-- and codes, and no grievances.
create table load_profiles (
  profile_name varchar(100) not null,
  profile varchar(30000) not null,
  updated timestamp(6) not null,
  updated_by varchar(256) not null,
  constraint load_profiles_pk primary key (profile_name)
);

-- The layouts of universes: the columns of a report, and how each is written. They hold no grievances.
create table report_layouts (
  layout_name varchar(100) not null,
  layout varchar(30000) not null,
  separator varchar(1) not null,
  has_header boolean not null,
  updated timestamp(6) not null,
  updated_by varchar(256) not null,
  constraint report_layouts_pk primary key (layout_name)
);

-- Webhooks: addresses of clients that are notified of events, and what they are notified. changes_place and due_told are up to
-- where that was done; taken_until is until when a server has a delivery for itself. No secret is stored.
create table webhooks (
  webhook_id varchar(36) not null,
  client varchar(256) not null,
  url varchar(2000) not null,
  events varchar(200) not null,
  enabled boolean not null,
  problem varchar(300),
  created timestamp(6) not null,
  created_by varchar(256),
  changes_place varchar(100),
  changes_told timestamp(6),
  due_told timestamp(6),
  constraint webhooks_pk primary key (webhook_id)
);
create table webhook_deliveries (
  delivery_id varchar(40) not null,
  webhook_id varchar(36) not null,
  event varchar(32) not null,
  payload varchar(1000) not null,
  created timestamp(6) not null,
  delivery_state varchar(9) not null,
  begun timestamp(6) not null,
  attempts integer not null,
  last_attempt timestamp(6),
  next_attempt timestamp(6),
  taken_until timestamp(6),
  last_status integer,
  problem varchar(300),
  ended timestamp(6),
  constraint webhook_deliveries_pk primary key (delivery_id)
);
create index webhook_deliveries_of on webhook_deliveries (webhook_id, created);
create index webhook_deliveries_next on webhook_deliveries (webhook_id, next_attempt);
create index webhook_deliveries_ended on webhook_deliveries (ended);

-- When API keys were last used for this database. key_id tells a key from others, and is neither the key nor its hash.
create table key_uses (
  key_id varchar(32) not null,
  last_used timestamp(6) not null,
  constraint key_uses_pk primary key (key_id)
);

-- Who is signed in. Tokens are kept as their SHA-256 alone. A row without a signature of the servers opens nothing; what
-- other servers ended is read every few seconds.
create table user_sessions (
  session_id varchar(36) not null,
  user_name varchar(256) not null,
  client varchar(256) not null,
  started timestamp(6) not null,
  expires timestamp(6) not null,
  ended timestamp(6),
  signature varchar(64),
  constraint user_sessions_pk primary key (session_id)
);
create index user_sessions_expires on user_sessions (expires);
create index user_sessions_of on user_sessions (user_name);
create index user_sessions_ended on user_sessions (ended);

-- The tokens of these sessions. replaces_sha256 says which token each one came for, so that a token whose answer was lost
-- can be used again.
create table refresh_tokens (
  sha256 varchar(64) not null,
  session_id varchar(36) not null,
  id_token_sha256 varchar(64) not null,
  used timestamp(6),
  replaces_sha256 varchar(64),
  signature varchar(64),
  constraint refresh_tokens_pk primary key (sha256),
  constraint refresh_tokens_session foreign key (session_id)
    references user_sessions (session_id) on delete cascade
);
create index refresh_tokens_session on refresh_tokens (session_id);
create index refresh_tokens_replaces on refresh_tokens (replaces_sha256);
create index refresh_tokens_used on refresh_tokens (used);

-- Who is signed in to the console. Tokens are kept as their SHA-256 alone; roles and databases stand one a line. A row
-- without a signature of the servers opens nothing; what other servers ended is read every few seconds.
create table browser_sessions (
  sha256 varchar(64) not null,
  user_name varchar(256) not null,
  roles varchar(256) not null,
  databases varchar(8192) not null,
  from_registry boolean not null,
  renewed timestamp(6) not null,
  expires timestamp(6) not null,
  lifetime_ends timestamp(6) not null,
  ended timestamp(6),
  started timestamp(6),
  signature varchar(64),
  constraint browser_sessions_pk primary key (sha256)
);
create index browser_sessions_expires on browser_sessions (expires);
create index browser_sessions_of on browser_sessions (user_name);
create index browser_sessions_ended on browser_sessions (ended);

-- What clients have left of their rates, for servers that share them; bucket4j reads and writes it.
create table rate_limits (
  client varchar(256) not null,
  state bytea,
  expires_at bigint,
  constraint rate_limits_pk primary key (client)
);

-- Which database this is, in one row. The service writes the name by which callers know it, once, and opens the
-- database under no other. schema_version is the number of the newest script: each later script sets it to its own.
-- minimum_version is the number of the newest script of the oldest release that can use this schema: a later script that
-- takes away or changes what a release before needs raises it, and that release then refuses the database.
create table database_identity (
  id integer not null default 1,
  name varchar(256),
  restored varchar(100),
  schema_version integer not null,
  minimum_version integer not null default 1,
  constraint database_identity_pk primary key (id),
  constraint database_identity_one_row check (id = 1)
);
insert into database_identity (schema_version) values (1);
