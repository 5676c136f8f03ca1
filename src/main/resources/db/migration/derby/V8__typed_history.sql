-- The history of records at a fraction of its cost. Each table of records has a table of history, with
-- the same columns in the same order after the first two: an update or a deletion leaves the old row
-- there, a creation only its key. What a change left behind is the next old row of the record, or else
-- the record itself. One row of record_changes tells for all records that a statement changed who did
-- it and when. The changes from before this migration stay in record_history.
create table record_changes (
  change_id bigint not null generated always as identity,
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
  admin_change_date timestamp,
  admin_change_type varchar(32),
  call_key integer,
  entry_date timestamp,
  entry_user varchar(20),
  grievance_category varchar(32),
  grievance_filed timestamp,
  grievance_received timestamp,
  grievance_resolved timestamp,
  grievance_source varchar(16),
  grievance_status varchar(32),
  grievance_type varchar(32),
  issue varchar(4096),
  issue_date timestamp,
  issue_type varchar(32),
  member_seq varchar(2),
  patient_account_number varchar(64),
  provider_id varchar(20),
  resolution varchar(4096),
  resolution_date timestamp,
  resolution_type varchar(32),
  subscriber_id varchar(9),
  update_date timestamp,
  update_user varchar(20),
  auth_number varchar(64),
  claim_number integer,
  user_id varchar(64)
);
create index grievances_history_of on grievances_history (grievance_key);
create table grievance_categories_history (
  change_id bigint not null,
  changed timestamp not null,
  grievance_category varchar(32) not null,
  default_category boolean,
  description varchar(256),
  entry_date timestamp,
  entry_user varchar(20),
  update_date timestamp,
  update_user varchar(20)
);
create index grievance_categories_history_of on grievance_categories_history (grievance_category);
create table grievance_statuses_history (
  change_id bigint not null,
  changed timestamp not null,
  grievance_status varchar(32) not null,
  default_status boolean,
  description varchar(256),
  entry_date timestamp,
  entry_user varchar(20),
  update_date timestamp,
  update_user varchar(20)
);
create index grievance_statuses_history_of on grievance_statuses_history (grievance_status);
create table grievance_types_history (
  change_id bigint not null,
  changed timestamp not null,
  grievance_type varchar(32) not null,
  default_type boolean,
  description varchar(256),
  entry_date timestamp,
  entry_user varchar(20),
  update_date timestamp,
  update_user varchar(20)
);
create index grievance_types_history_of on grievance_types_history (grievance_type);
create table grievance_issue_types_history (
  change_id bigint not null,
  changed timestamp not null,
  grievance_issue_type varchar(32) not null,
  default_issue_type boolean,
  description varchar(256),
  entry_date timestamp,
  entry_user varchar(20),
  update_date timestamp,
  update_user varchar(20)
);
create index grievance_issue_types_history_of on grievance_issue_types_history (grievance_issue_type);
create table grievance_resolution_types_history (
  change_id bigint not null,
  changed timestamp not null,
  grievance_resolution_type varchar(32) not null,
  default_resolution_type boolean,
  description varchar(256),
  entry_date timestamp,
  entry_user varchar(20),
  update_date timestamp,
  update_user varchar(20)
);
create index grievance_resolution_types_history_of on grievance_resolution_types_history (grievance_resolution_type);
create table grievance_admin_change_types_history (
  change_id bigint not null,
  changed timestamp not null,
  grievance_admin_change_type varchar(32) not null,
  default_admin_change_type boolean,
  description varchar(256),
  entry_date timestamp,
  entry_user varchar(20),
  update_date timestamp,
  update_user varchar(20)
);
create index grievance_admin_change_types_history_of on grievance_admin_change_types_history (grievance_admin_change_type);
