/** The first requests of pages. They are made as soon as the place is known, before the modules of its page are there. */

import { daysAfter, today } from "./local-time.js";
import { periodOf, PERIODS } from "./periods.js";

export const PAGE_SIZE = 50;
export const MAX_COUNTED = 10_000;
export const LATEST_FIRST = "grievance_Key:desc";

/** The members that a list of grievances shows. */
const LISTED = [
  "grievance_Key",
  "grievance_Received",
  "grievance_Status",
  "owner",
  "grievance_Category",
  "grievance_Type",
  "subscriber_ID",
  "member_Seq",
  "provider_ID",
  "issue_Type",
  "issue",
  "grievance_Resolved",
  "update_Date",
];

const FIRST = {
  work: ({ database }) => WORK.map(({ filters }) => workRequest(database, filters())),
  grievances: ({ database, query }) => [grievancesRequest(database, query)],
  grievance: ({ database, key }) => grievanceRequests(database, key),
  deadlines: ({ database, query }) => [deadlinesRequest(database, query)],
  charts: ({ database, query }) => [statisticsRequest(database, periodOf(query)), withoutReceiptRequest(database)],
  job: ({ database, id }) => [jobRequest(database, id)],
};

/** The requests of the page at a place, each with its path and options; none if only administrators may see it. */
export function firstRequests({ page, params, query }) {
  return FIRST[page]?.({ ...params, query }) ?? [];
}

export function grievancesRequest(database, query) {
  const all = new URLSearchParams({
    sortBy: LATEST_FIRST, ...Object.fromEntries(query), pageSize: PAGE_SIZE, fields: LISTED.join(","),
  });
  if (!query.has("after")) {
    all.set("countTo", MAX_COUNTED);
  }
  return ["/grievances", { database, query: all }];
}

/** A grievance, its filing details and its case. */
export function grievanceRequests(database, key) {
  const path = `/grievances/${encodeURIComponent(key)}`;
  return ["", "/filing", "/case"].map((part) => [path + part, { database }]);
}

/** The kinds of work of a person, each with the filters of its list. */
export const WORK = [
  { label: "My open grievances", filters: () => ({ owner: "me", open: true }) },
  { label: "Mine that are overdue", filters: () => ({ owner: "me", dueBefore: nowInMinutes() }), isLate: true },
  { label: "Mine that are due today", filters: () => ({ owner: "me", dueBefore: daysAfter(today(), 1) }) },
  { label: "Open and nobody’s", filters: () => ({ "owner.absent": true, open: true }) },
  { label: "Overdue and nobody’s", filters: () => ({ "owner.absent": true, dueBefore: nowInMinutes() }), isLate: true },
];

/** To the minute, so that the page asks for what was asked for ahead. */
function nowInMinutes() {
  return new Date().toISOString().replace(/:[0-9.]+Z/, ":00Z");
}

/** Counts the grievances of a list. */
export function workRequest(database, filters) {
  const query = { ...filters, pageSize: 1, fields: "grievance_Key", countTo: MAX_COUNTED };
  return ["/grievances", { database, query }];
}

export function deadlinesRequest(database, query) {
  return ["/deadlines", { database, query: new URLSearchParams({ ...Object.fromEntries(query), pageSize: PAGE_SIZE }) }];
}

export function statisticsRequest(database, period) {
  return ["/grievance-statistics", { database, query: { every: PERIODS[period].every } }];
}

/** Counts those that have no date of receipt. */
export function withoutReceiptRequest(database, filters = {}) {
  const query = { withoutReceipt: true, ...filters, pageSize: 1, countTo: MAX_COUNTED };
  return ["/grievances", { database, query }];
}

export function jobRequest(database, id) {
  return [`/jobs/${encodeURIComponent(id)}`, { database }];
}
