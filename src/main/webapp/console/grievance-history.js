/** The changes of a grievance, with user and time, the latest first. */

import { h } from "./dom.js";
import { shown } from "./field-control.js";
import { HISTORY_FIELDS } from "./fields.js";
import { ago, number, time } from "./format.js";
import { GrievanceTimeline } from "./grievance-timeline.js";

const SHORT = 120;
const AROUND = 40;
const OF_EACH_CHANGE = ["update_Date", "update_User"];
const DEEDS = {
  created: "created it",
  updated: "changed it",
  deleted: "deleted it",
  paused: "made the last change before the history was turned off",
};

class GrievanceHistory extends GrievanceTimeline {
  constructor() {
    super("history", entryItem, {
      heading: "History",
      more: "Show earlier changes",
      none: "No changes recorded.",
    });
  }
}

function entryItem({ change, date, user, before, after }) {
  const changed = HISTORY_FIELDS.filter(({ name }) => !OF_EACH_CHANGE.includes(name))
    .filter(({ name }) => differ(before?.[name], after?.[name]));
  return h("li", {},
    h("p", {},
      h("strong", {}, user ?? "Someone"), ` ${DEEDS[change] ?? change} `,
      h("span", { class: "soft" }, ago(date), " · ", time(date))),
    before && after ? changes(changed, before, after) : values(changed, before ?? after));
}

function changes(fields, before, after) {
  return h("dl", { class: "changes" }, fields.map(({ name, ...field }) => pair(field, before[name], after[name])));
}

/** Of long texts, what one sees begins shortly before the first difference. */
function pair(field, before, after) {
  const start = Math.max(0, firstDifference(before, after) - AROUND);
  return [
    h("dt", {}, field.label),
    h("dd", {}, folded(field, before, start), arrow(), folded(field, after, start)),
  ];
}

function firstDifference(before, after) {
  const texts = [String(before ?? ""), String(after ?? "")];
  let i = 0;
  while (i < texts[0].length && texts[0][i] === texts[1][i]) {
    i += 1;
  }
  return i;
}

/** All members of a grievance that was created or deleted, folded as they are many. */
function values(fields, grievance) {
  const value = (field) => [h("dt", {}, field.label), h("dd", {}, folded(field, grievance[field.name]))];
  return h("details", {},
    h("summary", {}, `${number(fields.length)} values`),
    h("dl", { class: "changes" }, fields.map(value)));
}

function arrow() {
  return [h("span", { "aria-hidden": "true" }, " → "), h("span", { class: "unseen" }, " changed to ")];
}

function folded(field, value, start = 0) {
  if (typeof value !== "string" || value.length <= SHORT) {
    return shown(field, value);
  }
  return h("details", { class: "long" },
    h("summary", {}, `${start ? "…" : ""}${value.slice(start, start + SHORT)}…`),
    h("p", { class: "value" }, value));
}

function differ(before, after) {
  return (before ?? null) !== (after ?? null);
}

customElements.define("grievance-history", GrievanceHistory);
