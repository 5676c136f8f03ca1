/** The lists of codes, and their entries. */

import { api } from "./api.js";

const FRESH = 60_000;
const entries = new Map();

/** Each list: its path, what it is called, and the members of its entries: code and default flag. */
export const LISTS = [
  list("/grievance-categories", "Categories", "grievance_Category", "default_Category"),
  list("/grievance-statuses", "Statuses", "grievance_Status", "default_Status"),
  list("/grievance-types", "Types", "grievance_Type", "default_Type"),
  list("/grievance-issue-types", "Issue types", "grievance_Issue_Type", "default_Issue_Type"),
  list("/grievance-resolution-types", "Resolution types", "grievance_Resolution_Type", "default_Resolution_Type"),
  list("/grievance-admin-change-types", "Admin change types", "grievance_Admin_Change_Type", "default_Admin_Change_Type"),
];

function list(path, label, code, flag) {
  return { path, label, code, flag };
}

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
