-- Tracks a table of records: how many rows it has, and the history of each. A migration that creates
-- such a table calls this once; the table needs a primary key of one column. Called again, it replaces
-- what the triggers do and leaves the triggers themselves, enabled or not.
create function track_records(tracked name) returns void language plpgsql as $$
declare
  key name := (
    select attname from pg_index
    join pg_attribute on attrelid = indrelid and attnum = indkey[0]
    where indrelid = to_regclass(tracked::text) and indisprimary and indnkeyatts = 1);
  counted boolean := exists (
    select from pg_trigger where tgrelid = to_regclass(tracked::text) and tgname = tracked || '_inserted');
begin
  if key is null then
    raise exception '% is not a table with a primary key of one column', tracked;
  end if;
  -- A function for each table, so that its statements are planned once. The changed rows are joined
  -- by a hash, since nothing is known of how many they are.
  execute format($f$
    create or replace function %1$s_to_history() returns trigger language plpgsql
    set enable_nestloop = off set enable_mergejoin = off as $b$
    declare
      at timestamp := clock_timestamp() at time zone 'utc';
      by_user text := coalesce(writing('user'), session_user);
      by_client text := writing('client');
      activity text := writing('activity');
    begin
      if tg_op = 'INSERT' then
        insert into record_history (table_name, record_key, change, changed, changed_by, client,
          activity_id, new_values)
        select '%1$s', n.%2$s, 'created', at, by_user, by_client, activity, row_to_json(n)
        from new_rows n;
      elsif tg_op = 'UPDATE' then
        insert into record_history (table_name, record_key, change, changed, changed_by, client,
          activity_id, old_values, new_values)
        select '%1$s', n.%2$s, 'updated', at, by_user, by_client, activity, row_to_json(o),
          row_to_json(n)
        from new_rows n join old_rows o on o.%2$s = n.%2$s;
      else
        insert into record_history (table_name, record_key, change, changed, changed_by, client,
          activity_id, old_values)
        select '%1$s', o.%2$s, 'deleted', at, by_user, by_client, activity, row_to_json(o)
        from old_rows o;
      end if;
      return null;
    end
    $b$
  $f$, tracked, key);
  perform track_change(tracked, '_inserted',
    'after insert on %1$s referencing new table as changed', 'count_changed');
  perform track_change(tracked, '_deleted',
    'after delete on %1$s referencing old table as changed', 'count_changed');
  perform track_change(tracked, '_truncated',
    'after truncate on %1$s', 'count_truncated');
  perform track_change(tracked, '_created_to_history',
    'after insert on %1$s referencing new table as new_rows', tracked || '_to_history');
  perform track_change(tracked, '_updated_to_history',
    'after update on %1$s referencing old table as old_rows new table as new_rows',
    tracked || '_to_history');
  perform track_change(tracked, '_deleted_to_history',
    'after delete on %1$s referencing old table as old_rows', tracked || '_to_history');
  if not counted then
    -- The triggers keep others from the table until this transaction ends, so this count is exact.
    execute format('select add_rows(%1$L, count(*)) from %1$s', tracked);
  end if;
end
$$;

-- Creates a trigger of a tracked table, unless the table has it.
create function track_change(tracked name, suffix text, moment text, handler text) returns void
language plpgsql as $$
begin
  if not exists (
    select from pg_trigger where tgrelid = to_regclass(tracked::text) and tgname = tracked || suffix) then
    execute format('create trigger %2$s ' || moment || ' for each statement execute function %3$s()',
      tracked, tracked || suffix, handler);
  end if;
end
$$;

select track_records(name) from unnest(array[
  'grievances', 'grievance_categories', 'grievance_statuses', 'grievance_types',
  'grievance_issue_types', 'grievance_resolution_types', 'grievance_admin_change_types']) name;
