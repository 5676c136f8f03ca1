-- What the servers vouch for: a row without a signature of theirs opens nothing.
alter table browser_sessions add column started timestamp;
alter table browser_sessions add column signature varchar(64);
alter table user_sessions add column signature varchar(64);
alter table refresh_tokens add column signature varchar(64);
create index user_sessions_of on user_sessions (user_name);
-- What other servers ended is read every few seconds.
create index browser_sessions_ended on browser_sessions (ended);
create index user_sessions_ended on user_sessions (ended);
create index refresh_tokens_used on refresh_tokens (used);
