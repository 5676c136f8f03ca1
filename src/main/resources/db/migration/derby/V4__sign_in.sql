-- Who is signed in. Tokens are kept as their SHA-256 alone.
create table user_sessions (
  session_id varchar(36) not null,
  user_name varchar(256) not null,
  client varchar(256) not null,
  started timestamp not null,
  expires timestamp not null,
  ended timestamp,
  constraint user_sessions_pk primary key (session_id)
);
create index user_sessions_expires on user_sessions (expires);

create table refresh_tokens (
  sha256 varchar(64) not null,
  session_id varchar(36) not null,
  id_token_sha256 varchar(64) not null,
  used timestamp,
  constraint refresh_tokens_pk primary key (sha256),
  constraint refresh_tokens_session foreign key (session_id)
    references user_sessions (session_id) on delete cascade
);
