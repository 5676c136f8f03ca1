-- The zone in which date-times without an offset of a job are local time; null for jobs in UTC that were received before.
alter table jobs add column time_zone varchar(64);
update database_identity set schema_version = 7;
