/** Tells in words by which rules grievances have deadlines. */

import { h } from "./dom.js";
import { label } from "./fields.js";

const FIRST_COUNTS = "Each grievance follows the first rule that matches it, counted from receipt:";
const NO_RULES = "No rules are configured, so grievances have no deadlines.";
const UNITS = { Y: "year", W: "week", D: "day", H: "hour", S: "second" };

export function rulesInWords({ zone, rules }) {
  return h("details", { class: "card" },
    h("summary", {}, "How deadlines are set"),
    h("div", { class: "stack prose" },
      h("p", {}, rules.length ? FIRST_COUNTS : NO_RULES),
      h("ol", { class: "rules" }, rules.map(inWords)),
      h("p", {}, `Days are calendar days (${zone}), through the end of the last day. `,
        "Hours run from the time of receipt.")));
}

function inWords({ name, member, code, within }, index) {
  const whom = member === null
    ? `every ${index > 0 ? "other " : ""}grievance`
    : `grievances whose ${label(member).toLowerCase()} is “${code}”`;
  return h("li", {}, h("b", {}, name), `: ${whom}, within ${duration(within)}.`);
}

/** "30 days" for P30D, "72 hours" for PT72H. */
export function duration(iso) {
  const [date, time = ""] = iso.slice(1).split("T");
  const parts = [...amounts(date, "month"), ...amounts(time, "minute")];
  return parts.length ? parts.join(" and ") : iso;
}

/** @param unitOfM what M means in this part */
function amounts(part, unitOfM) {
  return [...part.matchAll(/(\d+)([YMWDHS])/g)].map(([, amount, letter]) => {
    const unit = UNITS[letter] ?? unitOfM;
    return `${amount} ${unit}${amount === "1" ? "" : "s"}`;
  });
}
