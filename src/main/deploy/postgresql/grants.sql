-- What the service may do in a database whose schema others own (migrate=false), and no more: see the operations page,
-- Schema. Its owner runs this after the scripts, and again after later ones. The role of the service is made once:
--
--   CREATE ROLE grievances_service LOGIN PASSWORD '…';

GRANT USAGE ON SCHEMA public TO grievances_service;

-- Records and codes.
GRANT SELECT, INSERT, UPDATE, DELETE ON grievances, grievance_events, grievance_categories, grievance_statuses,
  grievance_types, grievance_issue_types, grievance_resolution_types, grievance_admin_change_types, report_codes
  TO grievances_service;

-- The sequences of keys: the service also moves them past keys that others have given.
GRANT SELECT, UPDATE ON SEQUENCE grievance_keys, event_keys TO grievances_service;

-- The files of events.
GRANT SELECT, INSERT, UPDATE, DELETE ON event_attachments, event_attachment_parts TO grievances_service;

-- The history, to which rows are only added.
GRANT SELECT, INSERT ON record_changes, grievances_history, grievance_events_history, grievance_categories_history,
  grievance_statuses_history, grievance_types_history, grievance_issue_types_history, grievance_resolution_types_history,
  grievance_admin_change_types_history, report_codes_history TO grievances_service;
GRANT USAGE ON SEQUENCE record_change_ids TO grievances_service;

-- Who has seen which records, to which rows are only added.
GRANT SELECT, INSERT ON record_reads TO grievances_service;

-- How many rows each table has.
GRANT SELECT, INSERT, UPDATE ON row_counts TO grievances_service;

-- Jobs, answers that are kept, and who is signed in.
GRANT SELECT, INSERT, UPDATE, DELETE ON jobs, job_parts, job_outcomes, stored_responses, user_sessions, refresh_tokens,
  browser_sessions TO grievances_service;

-- When API keys were last used.
GRANT SELECT, INSERT, UPDATE ON key_uses TO grievances_service;

-- How files are loaded.
GRANT SELECT, INSERT, UPDATE, DELETE ON load_profiles TO grievances_service;

-- How reports are written.
GRANT SELECT, INSERT, UPDATE, DELETE ON report_layouts TO grievances_service;

-- Who is notified of events.
GRANT SELECT, INSERT, UPDATE, DELETE ON webhooks, webhook_deliveries TO grievances_service;

-- Rates, where servers count together in this database.
GRANT SELECT, INSERT, UPDATE ON rate_limits TO grievances_service;

-- The name that the database has, which the service writes once, when it was last restored, and the version of the
-- schema.
GRANT SELECT, UPDATE (name, restored) ON database_identity TO grievances_service;
