/** The first requests of pages. They are made as soon as the place is known, before the modules of its page are there. */

import { periodOf, PERIODS } from "./periods.js";

export const PAGE_SIZE = 50;
export const MAX_COUNTED = 10_000;
export const LATEST_FIRST = "grievance_Key:desc";

const FIRST = {
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
  const all = new URLSearchParams({ sortBy: LATEST_FIRST, ...Object.fromEntries(query), pageSize: PAGE_SIZE });
  if (!query.has("after")) {
    all.set("countTo", MAX_COUNTED);
  }
  return ["/grievances", { database, query: all }];
}

/** A grievance, and its filing details. */
export function grievanceRequests(database, key) {
  const path = `/grievances/${encodeURIComponent(key)}`;
  return [[path, { database }], [`${path}/filing`, { database }]];
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
