-- Every change of a record, whoever makes it, by column as JSON. Rows are kept as they come, since to
-- pack each would cost the writer more than the space is worth.
create table record_history (
  change_id bigint not null generated always as identity,
  table_name varchar(63) not null,
  record_key varchar(64) not null,
  change varchar(7) not null,
  changed timestamp not null,
  changed_by varchar(256),
  client varchar(256),
  activity_id varchar(36),
  old_values json,
  new_values json,
  constraint record_history_pk primary key (table_name, record_key, change_id)
) with (toast_tuple_target = 8160);

create function keep_history() returns trigger language plpgsql as $$
begin
  raise exception 'the history of records only ever grows';
end
$$;

create trigger history_kept before update or delete or truncate on record_history
  for each statement execute function keep_history();

-- Who writes, as the service says for its transactions; '' is what is left of an earlier one.
create function writing(what text) returns text language sql as $$
  select nullif(current_setting('grievances.' || what, true), '')
$$;

-- A function for each table, so that its statements are planned once. The changed rows are joined by
-- a hash, since nothing is known of how many they are.
do $$
declare written record;
begin
  for written in select * from (values
    ('grievances', 'grievance_key'),
    ('grievance_categories', 'grievance_category'),
    ('grievance_statuses', 'grievance_status'),
    ('grievance_types', 'grievance_type'),
    ('grievance_issue_types', 'grievance_issue_type'),
    ('grievance_resolution_types', 'grievance_resolution_type'),
    ('grievance_admin_change_types', 'grievance_admin_change_type')) as t (name, key)
  loop
    execute format($f$
      create function %1$s_to_history() returns trigger language plpgsql
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
    $f$, written.name, written.key);
    execute format('create trigger %1$s_created_to_history after insert on %1$s
      referencing new table as new_rows for each statement execute function %1$s_to_history()',
      written.name);
    execute format('create trigger %1$s_updated_to_history after update on %1$s
      referencing old table as old_rows new table as new_rows for each statement
      execute function %1$s_to_history()', written.name);
    execute format('create trigger %1$s_deleted_to_history after delete on %1$s
      referencing old table as old_rows for each statement execute function %1$s_to_history()',
      written.name);
  end loop;
end
$$;
