-- Jobs: batches that are applied part by part. next_part and the counts are written in the transaction that
-- applies a part. Whoever runs or receives a job makes its beats grow.
create table jobs (
  job_id varchar(36) not null,
  client varchar(256) not null,
  user_name varchar(256),
  activity_id varchar(36) not null,
  table_name varchar(63) not null,
  batch_action varchar(6) not null,
  body_format varchar(6) not null,
  read_members varchar(12) not null,
  dry_run boolean not null,
  if_unchanged boolean not null,
  job_state varchar(11) not null,
  body_bytes bigint not null,
  items integer not null,
  parts integer not null,
  next_part integer not null,
  items_read integer not null,
  items_created integer not null,
  items_updated integer not null,
  items_deleted integer not null,
  items_failed integer not null,
  received timestamp not null,
  started timestamp,
  ended timestamp,
  server varchar(36),
  beats bigint not null,
  problem varchar(1024),
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
