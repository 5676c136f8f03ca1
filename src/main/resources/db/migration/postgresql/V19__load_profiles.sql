-- Load profiles, by name: how files of one kind are turned into grievances, as JSON. They hold names of columns, formats
-- and codes, and no grievances.
create table load_profiles (
  profile_name varchar(100) not null,
  profile varchar(30000) not null,
  updated timestamp(6) not null,
  updated_by varchar(256) not null,
  constraint load_profiles_pk primary key (profile_name)
);
update database_identity set schema_version = 19;
