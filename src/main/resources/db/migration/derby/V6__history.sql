-- Every change of a record, by column as JSON; the service writes it and never changes it.
create table record_history (
  change_id bigint not null generated always as identity,
  table_name varchar(63) not null,
  record_key varchar(64) not null,
  change varchar(7) not null,
  changed timestamp not null,
  changed_by varchar(256),
  client varchar(256),
  activity_id varchar(36),
  old_values clob,
  new_values clob,
  constraint record_history_pk primary key (table_name, record_key, change_id)
);
