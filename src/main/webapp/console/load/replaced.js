/** The fields that rows clear in the grievances that they replace. */

import { h } from "../dom.js";
import { FIELDS } from "../fields.js";
import { number } from "../format.js";

/** A warning, or null if nothing is replaced or nothing cleared. */
export function clearedFields({ sent, members, all }, outcomes) {
  const replacing = sent.filter((_, index) => outcomes[index]?.status === 200);
  const missing = FIELDS.filter(({ name, kept }) => !kept && !members.includes(name));
  const blank = FIELDS.filter(({ kept }) => !kept)
    .map((field) => ({ ...field, count: countBlank(replacing, members.indexOf(field.name)) }))
    .filter(({ count }) => count > 0);
  if (replacing.length === 0 || missing.length + blank.length === 0) {
    return null;
  }
  return h("div", { class: "notice warn" },
    h("p", {},
      all ? "These rows replace " : `The first ${number(sent.length)} rows replace `,
      h("b", {}, grievances(replacing.length)),
      replacing.length === 1 ? " that exists. Cleared in it:" : " that exist. Cleared in them:"),
    h("ul", {},
      missing.length > 0 && h("li", {}, `fields without a column: ${missing.map(({ label }) => label).join(", ")}`),
      blank.length > 0 && h("li", {}, `fields that are blank: ${blank.map(withCount).join(", ")}`)));
}

function countBlank(rows, column) {
  return column < 0 ? 0 : rows.filter((row) => (row[column] ?? "") === "").length;
}

function withCount({ label, count }) {
  return `${label} (${count === 1 ? "1 row" : `${number(count)} rows`})`;
}

function grievances(count) {
  return count === 1 ? "1 grievance" : `${number(count)} grievances`;
}
