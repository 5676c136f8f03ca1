-- What a filing says that the grievance itself has no member for.
alter table grievances
  add column auth_number varchar(64),
  add column claim_number integer,
  add column user_id varchar(64);

-- Where it is behind keys that were given by others, the service makes it go on past them.
create sequence grievance_keys;
