-- What a filing says that the grievance itself has no member for.
alter table grievances add column auth_number varchar(64);
alter table grievances add column claim_number integer;
alter table grievances add column user_id varchar(64);

-- Where it is behind keys that were given by others, the service makes it go on past them.
create sequence grievance_keys as bigint start with 1;
create table grievance_keys_ahead (ahead bigint not null);
insert into grievance_keys_ahead values (0);
