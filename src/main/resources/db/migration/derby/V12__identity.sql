-- Which database this is, in one row. The service writes the name by which callers know it, once, and opens the
-- database under no other. schema_version is the number of the newest script: each later script sets it to its own.
create table database_identity (
  id integer not null default 1,
  name varchar(256),
  schema_version integer not null,
  constraint database_identity_pk primary key (id),
  constraint database_identity_one_row check (id = 1)
);
insert into database_identity (schema_version) values (12);
