/** The lists of codes, and their entries. */

import { api } from "./api.js";

const FRESH = 60_000;
const entries = new Map();

/** Each list: its path, what it is called, and the names of the code and of the default flag in its entries. */
export const LISTS = [
  { path: "/grievance-categories", label: "Categories", code: "grievance_Category", flag: "default_Category" },
  { path: "/grievance-statuses", label: "Statuses", code: "grievance_Status", flag: "default_Status" },
  { path: "/grievance-types", label: "Types", code: "grievance_Type", flag: "default_Type" },
  { path: "/grievance-issue-types", label: "Issue types", code: "grievance_Issue_Type", flag: "default_Issue_Type" },
  { path: "/grievance-resolution-types", label: "Resolution types", code: "grievance_Resolution_Type", flag: "default_Resolution_Type" },
  { path: "/grievance-admin-change-types", label: "Change types", code: "grievance_Admin_Change_Type", flag: "default_Admin_Change_Type" },
];

/** The codes of a list in their order; asked for once a minute at most. */
export async function codesOf(database, path) {
  const { code } = LISTS.find((list) => list.path === path);
  return (await entriesOf(database, path)).map((entry) => entry[code]);
}

/** The entries of a list in the order of their codes. */
export function entriesOf(database, path, { latest = false } = {}) {
  const name = `${database} ${path}`;
  const known = entries.get(name);
  if (!latest && known && Date.now() - known.asked < FRESH) {
    return known.answer;
  }
  const answer = api.get(path, { database, query: { pageSize: 1000 } }).then(({ data }) => data);
  entries.set(name, { answer, asked: Date.now() });
  answer.catch(() => entries.delete(name));
  return answer;
}
