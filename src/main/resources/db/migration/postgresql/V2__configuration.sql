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
