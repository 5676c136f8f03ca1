-- The schema of a database whose records are spread over many machines: what all migrations of the folder
-- postgresql make, but without triggers, because such tables have none. The service keeps the history and
-- the counts. Date-times are in UTC.
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
  constraint grievances_pk primary key (grievance_key)
) with (fillfactor = 85);

-- Where it is behind keys that were given by others, the service makes it go on past them.
create sequence grievance_keys;

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

-- The history of records. Each table of records has a table of history, with the same columns in the same
-- order after the first two: an update or a deletion leaves the old row there, a creation only its key.
-- What a change left behind is the next old row of the record, or else the record itself. One row of
-- record_changes tells for all records that a statement changed who did it and when.
create sequence record_change_ids;
create table record_changes (
  change_id bigint not null default nextval('record_change_ids'),
  changed timestamp not null,
  table_name varchar(63) not null,
  change varchar(7) not null,
  changed_by varchar(256),
  client varchar(256),
  activity_id varchar(36),
  constraint record_changes_pk primary key (change_id)
);
create table grievances_history (
  change_id bigint not null,
  changed timestamp not null,
  grievance_key integer not null,
  admin_change varchar(4096),
  admin_change_date timestamp(6),
  admin_change_type varchar(32),
  call_key integer,
  entry_date timestamp(6),
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
  update_date timestamp(6),
  update_user varchar(20),
  auth_number varchar(64),
  claim_number integer,
  user_id varchar(64)
) with (toast_tuple_target = 8160);
create index grievances_history_of on grievances_history (grievance_key);
create table grievance_categories_history (
  change_id bigint not null,
  changed timestamp not null,
  grievance_category varchar(32) not null,
  default_category boolean,
  description varchar(256),
  entry_date timestamp(6),
  entry_user varchar(20),
  update_date timestamp(6),
  update_user varchar(20)
) with (toast_tuple_target = 8160);
create index grievance_categories_history_of on grievance_categories_history (grievance_category);
create table grievance_statuses_history (
  change_id bigint not null,
  changed timestamp not null,
  grievance_status varchar(32) not null,
  default_status boolean,
  description varchar(256),
  entry_date timestamp(6),
  entry_user varchar(20),
  update_date timestamp(6),
  update_user varchar(20)
) with (toast_tuple_target = 8160);
create index grievance_statuses_history_of on grievance_statuses_history (grievance_status);
create table grievance_types_history (
  change_id bigint not null,
  changed timestamp not null,
  grievance_type varchar(32) not null,
  default_type boolean,
  description varchar(256),
  entry_date timestamp(6),
  entry_user varchar(20),
  update_date timestamp(6),
  update_user varchar(20)
) with (toast_tuple_target = 8160);
create index grievance_types_history_of on grievance_types_history (grievance_type);
create table grievance_issue_types_history (
  change_id bigint not null,
  changed timestamp not null,
  grievance_issue_type varchar(32) not null,
  default_issue_type boolean,
  description varchar(256),
  entry_date timestamp(6),
  entry_user varchar(20),
  update_date timestamp(6),
  update_user varchar(20)
) with (toast_tuple_target = 8160);
create index grievance_issue_types_history_of on grievance_issue_types_history (grievance_issue_type);
create table grievance_resolution_types_history (
  change_id bigint not null,
  changed timestamp not null,
  grievance_resolution_type varchar(32) not null,
  default_resolution_type boolean,
  description varchar(256),
  entry_date timestamp(6),
  entry_user varchar(20),
  update_date timestamp(6),
  update_user varchar(20)
) with (toast_tuple_target = 8160);
create index grievance_resolution_types_history_of on grievance_resolution_types_history (grievance_resolution_type);
create table grievance_admin_change_types_history (
  change_id bigint not null,
  changed timestamp not null,
  grievance_admin_change_type varchar(32) not null,
  default_admin_change_type boolean,
  description varchar(256),
  entry_date timestamp(6),
  entry_user varchar(20),
  update_date timestamp(6),
  update_user varchar(20)
) with (toast_tuple_target = 8160);
create index grievance_admin_change_types_history_of on grievance_admin_change_types_history (grievance_admin_change_type);

-- Where a database on one machine has the changes from before this layout; here it stays empty.
create table record_history (
  change_id bigint not null,
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
);

-- How many rows the tables have, so that no page of a list has to count them. Each connection keeps
-- a count of its own, so that no transaction waits for another; their sum is the table's.
create table row_counts (
  table_name varchar(63) not null,
  backend integer not null,
  rows bigint not null,
  constraint row_counts_pk primary key (table_name, backend)
) with (fillfactor = 50);

-- Counts the grievances again. Writers wait meanwhile. It is for those who have loaded records past the
-- service, which then does not know of them.
create function count_again() returns bigint language plpgsql as $$
declare
  counted bigint;
begin
  lock table grievances in share row exclusive mode;
  select count(*) into counted from grievances;
  delete from row_counts where table_name = 'grievances';
  insert into row_counts values ('grievances', pg_backend_pid(), counted);
  return counted;
end
$$;

-- How requests with an Idempotency-Key were answered. Client and key are kept as their SHA-256 alone.
create table first_answers (
  sha256 varchar(64) not null,
  request_sha256 varchar(64) not null,
  record_key varchar(64),
  answered timestamp not null,
  answer bytea not null,
  constraint first_answers_pk primary key (sha256)
);
create index first_answers_answered on first_answers (answered);

-- Who is signed in. Tokens are kept as their SHA-256 alone.
create table user_sessions (
  session_id varchar(36) not null,
  user_name varchar(256) not null,
  client varchar(256) not null,
  started timestamp(6) not null,
  expires timestamp(6) not null,
  ended timestamp(6),
  constraint user_sessions_pk primary key (session_id)
);
create index user_sessions_expires on user_sessions (expires);

-- replaces_sha256 says which token each one came for, so that a token whose answer was lost can be used
-- again.
create table refresh_tokens (
  sha256 varchar(64) not null,
  session_id varchar(36) not null,
  id_token_sha256 varchar(64) not null,
  used timestamp(6),
  replaces_sha256 varchar(64),
  constraint refresh_tokens_pk primary key (sha256),
  constraint refresh_tokens_session foreign key (session_id)
    references user_sessions (session_id) on delete cascade
);
create index refresh_tokens_session on refresh_tokens (session_id);
create index refresh_tokens_replaces on refresh_tokens (replaces_sha256);

-- What clients have left of their rates, for servers that share them; bucket4j reads and writes it.
create table rate_limits (
  client varchar(256) not null,
  state bytea,
  expires_at bigint,
  constraint rate_limits_pk primary key (client)
);
