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

do $$
declare counted text;
begin
  foreach counted in array array[
    'grievances', 'grievance_categories', 'grievance_statuses', 'grievance_types',
    'grievance_issue_types', 'grievance_resolution_types', 'grievance_admin_change_types']
  loop
    execute format('create trigger %1$s_inserted after insert on %1$s
      referencing new table as changed for each statement execute function count_changed()', counted);
    execute format('create trigger %1$s_deleted after delete on %1$s
      referencing old table as changed for each statement execute function count_changed()', counted);
    execute format('create trigger %1$s_truncated after truncate on %1$s
      for each statement execute function count_truncated()', counted);
  end loop;
end
$$;

-- The triggers keep others from the table until this transaction ends, so the first count is exact.
select add_rows('grievances', count(*)) from grievances;
