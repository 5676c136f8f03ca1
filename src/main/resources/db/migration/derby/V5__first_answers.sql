-- How requests with an Idempotency-Key were answered. Client and key are kept as their SHA-256 alone.
create table first_answers (
  sha256 varchar(64) not null,
  request_sha256 varchar(64) not null,
  record_key varchar(64),
  answered timestamp not null,
  answer blob not null,
  constraint first_answers_pk primary key (sha256)
);
create index first_answers_answered on first_answers (answered);
