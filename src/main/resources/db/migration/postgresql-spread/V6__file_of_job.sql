-- The name of the file that a job was sent as, where the sender told it.
alter table jobs add column file_name varchar(255);
update database_identity set schema_version = 6;
