/** Tells in words by which rules grievances have deadlines. */

import { h } from "./dom.js";
import { label } from "./fields.js";

const UNITS = { Y: "year", W: "week", D: "day", H: "hour", S: "second" };

export function rulesInWords({ zone, rules }) {
  return h("details", { class: "card" },
    h("summary", {}, "How deadlines are set"),
    h("div", { class: "stack prose" },
      h("p", {}, rules.length ? "The first of these rules that fits a grievance counts, from when it was received:"
        : "There are no rules, so that no grievance has a deadline."),
      h("ol", { class: "rules" }, rules.map((rule, index) => h("li", {}, h("b", {}, rule.name), ": ", whom(rule, index > 0), ", within ", duration(rule.within), "."))),
      h("p", {}, `Days are those of the calendar in ${zone}, and the last one counts to its end. Hours count from the moment.`)));
}

function whom({ member, code }, isAfterOthers) {
  return member === null ? `every ${isAfterOthers ? "other " : ""}grievance` : `grievances whose ${label(member).toLowerCase()} is “${code}”`;
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
