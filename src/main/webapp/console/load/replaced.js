/** The fields that rows clear in the grievances that they change. */

import { h } from "../dom.js";
import { FIELDS } from "../fields.js";
import { number } from "../format.js";

/** The fields of a grievance that a draft has no column for; none if its columns are not known. */
export function missingFields({ members }) {
  return members ? FIELDS.filter(({ name, kept }) => !kept && !members.includes(name)) : [];
}

/** Whether these fields are kept: what the reader has chosen, or else whether there may be any. */
export function isMerged(draft) {
  return draft.merge ?? (draft.isGzipped || missingFields(draft).length > 0);
}

/** A warning, or null if nothing is changed or nothing cleared. */
export function clearedFields(draft, outcomes) {
  const { sent, members, all } = draft;
  const changing = sent.filter((_, index) => outcomes[index]?.status === 200);
  const missing = isMerged(draft) ? [] : missingFields(draft);
  const blank = FIELDS.filter(({ kept }) => !kept)
    .map((field) => ({ ...field, count: countBlank(draft, changing, members.indexOf(field.name)) }))
    .filter(({ count }) => count > 0);
  if (changing.length === 0 || missing.length + blank.length === 0) {
    return null;
  }
  return h("div", { class: "notice warn" },
    h("p", {},
      all ? "These rows change " : `The first ${number(sent.length)} rows change `,
      h("b", {}, grievances(changing.length)),
      changing.length === 1 ? " that exists. Cleared in it:" : " that exist. Cleared in them:"),
    h("ul", {},
      missing.length > 0 && h("li", {}, `fields without a column: ${missing.map(({ label }) => label).join(", ")}`),
      blank.length > 0 && h("li", {}, `fields that are blank: ${blank.map(withCount).join(", ")}`)));
}

/** An item of JSON may lack a member, which is then kept as that of a missing column is. */
function countBlank(draft, rows, column) {
  return column < 0 || !draft.isMapped && isMerged(draft) ? 0 : rows.filter((row) => (row[column] ?? "") === "").length;
}

function withCount({ label, count }) {
  return `${label} (${count === 1 ? "1 row" : `${number(count)} rows`})`;
}

function grievances(count) {
  return count === 1 ? "1 grievance" : `${number(count)} grievances`;
}
