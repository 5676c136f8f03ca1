-- What clients have left of their rates, for servers that share them; bucket4j reads and writes it.
create table rate_limits (
  client varchar(256) not null,
  state bytea,
  expires_at bigint,
  constraint rate_limits_pk primary key (client)
);
