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

create function count_inserted() returns trigger language plpgsql as $$
declare change bigint;
begin
  select count(*) into change from changed;
  if change > 0 then
    perform add_rows(tg_table_name, change);
  end if;
  return null;
end
$$;

create function count_deleted() returns trigger language plpgsql as $$
declare change bigint;
begin
  select count(*) into change from changed;
  if change > 0 then
    perform add_rows(tg_table_name, -change);
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

create trigger grievances_inserted after insert on grievances
  referencing new table as changed for each statement execute function count_inserted();
create trigger grievances_deleted after delete on grievances
  referencing old table as changed for each statement execute function count_deleted();
create trigger grievances_truncated after truncate on grievances
  for each statement execute function count_truncated();

create trigger grievance_categories_inserted after insert on grievance_categories
  referencing new table as changed for each statement execute function count_inserted();
create trigger grievance_categories_deleted after delete on grievance_categories
  referencing old table as changed for each statement execute function count_deleted();
create trigger grievance_categories_truncated after truncate on grievance_categories
  for each statement execute function count_truncated();

create trigger grievance_statuses_inserted after insert on grievance_statuses
  referencing new table as changed for each statement execute function count_inserted();
create trigger grievance_statuses_deleted after delete on grievance_statuses
  referencing old table as changed for each statement execute function count_deleted();
create trigger grievance_statuses_truncated after truncate on grievance_statuses
  for each statement execute function count_truncated();

create trigger grievance_types_inserted after insert on grievance_types
  referencing new table as changed for each statement execute function count_inserted();
create trigger grievance_types_deleted after delete on grievance_types
  referencing old table as changed for each statement execute function count_deleted();
create trigger grievance_types_truncated after truncate on grievance_types
  for each statement execute function count_truncated();

create trigger grievance_issue_types_inserted after insert on grievance_issue_types
  referencing new table as changed for each statement execute function count_inserted();
create trigger grievance_issue_types_deleted after delete on grievance_issue_types
  referencing old table as changed for each statement execute function count_deleted();
create trigger grievance_issue_types_truncated after truncate on grievance_issue_types
  for each statement execute function count_truncated();

create trigger grievance_resolution_types_inserted after insert on grievance_resolution_types
  referencing new table as changed for each statement execute function count_inserted();
create trigger grievance_resolution_types_deleted after delete on grievance_resolution_types
  referencing old table as changed for each statement execute function count_deleted();
create trigger grievance_resolution_types_truncated after truncate on grievance_resolution_types
  for each statement execute function count_truncated();

create trigger grievance_admin_change_types_inserted after insert on grievance_admin_change_types
  referencing new table as changed for each statement execute function count_inserted();
create trigger grievance_admin_change_types_deleted after delete on grievance_admin_change_types
  referencing old table as changed for each statement execute function count_deleted();
create trigger grievance_admin_change_types_truncated after truncate on grievance_admin_change_types
  for each statement execute function count_truncated();

-- The triggers keep others from the tables until this transaction ends, so the first counts are exact.
select add_rows('grievances', count(*)) from grievances;
