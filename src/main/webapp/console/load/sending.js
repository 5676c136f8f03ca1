/** Whether a draft creates grievances or changes them, and how it is sent for that. */

import { isMerged } from "./replaced.js";

const KEY = "grievance_Key";

/** Whether a column, or a member of JSON, is for the number; unknown, and so true, of a compressed file. */
export function hasNumbers({ members }) {
  return !members || members.includes(KEY);
}

/** Whether the service gives the numbers, because the reader has chosen so. */
export function isNew(draft) {
  return draft.createsAll === true && !hasNumbers(draft);
}

/** The method and the query of the request. */
export function sendingOf(draft) {
  return isNew(draft) ? { method: "POST", query: {} } : { method: "PUT", query: { merge: isMerged(draft) } };
}
