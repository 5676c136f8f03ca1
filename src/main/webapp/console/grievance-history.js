/** The changes of a grievance, with user and time, the latest first. */

import { api } from "./api.js";
import { h, problem } from "./dom.js";
import { shown } from "./field-control.js";
import { HISTORY_FIELDS } from "./fields.js";
import { ago, number, time } from "./format.js";

const PAGE_SIZE = 20;
const SHORT = 120;
const AROUND = 40;
const OF_EACH_CHANGE = ["update_Date", "update_User"];
const DEEDS = {
  created: "created it",
  updated: "changed it",
  deleted: "deleted it",
  paused: "made the last change before the history was turned off",
};

class GrievanceHistory extends HTMLElement {
  #list = h("ol", { class: "timeline" });
  #more = h("button", { hidden: true, onclick: () => this.#load() }, "Show earlier changes");
  #page = 0;
  #address;

  /** Shows the history from its latest change on. */
  show(database, key) {
    this.#address = { database, path: `/grievances/${key}/history` };
    this.#page = 0;
    this.replaceChildren(h("h2", { id: "history" }, "History"), this.#list, this.#more);
    return this.#load();
  }

  async #load() {
    const { database, path } = this.#address;
    try {
      const query = { page: this.#page + 1, pageSize: PAGE_SIZE };
      const { data, headers } = await api.get(path, { database, query });
      this.#page += 1;
      this.#add(data, JSON.parse(headers.get("X-Pagination")));
    } catch (failure) {
      this.append(problem(failure));
    }
  }

  #add(entries, { TotalCount, TotalPages }) {
    if (this.#page === 1) {
      this.#list.replaceChildren();
    }
    this.#list.append(...entries.map(entryItem));
    this.#more.hidden = this.#page >= TotalPages;
    if (TotalCount === 0) {
      this.#list.append(h("li", { class: "soft" }, "No changes recorded."));
    }
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
