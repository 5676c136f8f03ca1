-- Who is signed in to the console. Tokens are kept as their SHA-256 alone; roles and databases stand one a line.
create table browser_sessions (
  sha256 varchar(64) not null,
  user_name varchar(256) not null,
  roles varchar(256) not null,
  databases varchar(8192) not null,
  of_registry boolean not null,
  renewed timestamp(6) not null,
  expires timestamp(6) not null,
  expires_finally timestamp(6) not null,
  ended timestamp(6),
  constraint browser_sessions_pk primary key (sha256)
);
create index browser_sessions_expires on browser_sessions (expires);
create index browser_sessions_of on browser_sessions (user_name);
