/** Tells in words by which rules grievances have deadlines. */

import { h } from "./dom.js";
import { label } from "./fields.js";

const FIRST_COUNTS = "Each grievance follows the first rule of each purpose that matches it, counted from receipt:";
const NO_RULES = "No rules are configured, so grievances have no deadlines.";
const PURPOSES = { DECISION: "a decision", ACKNOWLEDGEMENT: "an acknowledgement", NOTICE: "a notice" };
const UNITS = { Y: "year", W: "week", D: "day", H: "hour", S: "second" };

export function rulesInWords({ zone, rules }) {
  return h("details", { class: "card" },
    h("summary", {}, "How deadlines are set"),
    h("div", { class: "stack prose" },
      h("p", {}, rules.length ? FIRST_COUNTS : NO_RULES),
      h("ol", { class: "rules" }, rules.map(inWords)),
      h("p", {}, `Days are calendar days unless business days are named (${zone}), through the end of the last day. `,
        "Hours run from the time of receipt.")));
}

function inWords({ name, kind, within, businessDays, oralSuffices, ...whom }, index) {
  return h("li", {}, h("b", {}, name), `: ${PURPOSES[kind]} for ${matching(whom, index)}, within `,
    businessDays ? duration(within).replace("day", "business day") : duration(within),
    oralSuffices && ", orally or in writing", ".");
}

function matching({ member, code, line_Of_Business: line, processing, since }, index) {
  const asked = [
    member && `whose ${label(member).toLowerCase()} is “${code}”`,
    line && `whose line of business is ${inSmallLetters(line)}`,
    processing && `whose processing is ${inSmallLetters(processing)}`,
    since && `received since ${since}`,
  ].filter(Boolean);
  return asked.length ? `grievances ${asked.join(" and ")}` : `every ${index > 0 ? "other " : ""}grievance`;
}

function inSmallLetters(name) {
  return name.toLowerCase().replace("_", " ");
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
