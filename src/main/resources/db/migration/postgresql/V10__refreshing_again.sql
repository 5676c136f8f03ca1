-- Which token each one came for, so that a token whose answer was lost can be used again.
alter table refresh_tokens add column replaces_sha256 varchar(64);
create index refresh_tokens_replaces on refresh_tokens (replaces_sha256);
