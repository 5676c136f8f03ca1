/** The form by which grievances are chosen. Its values are the parameters of the list in the API. */

import "./code-select.js";
import { h } from "./dom.js";
import { field } from "./fields.js";
import { inUtc, localDate } from "./local-time.js";

const FIRST = ["grievance_Status", "grievance_Category", "grievance_Type", "subscriber_ID", "provider_ID"];
const OTHERS = [
  "issue_Type",
  "resolution_Type",
  "admin_Change_Type",
  "grievance_Source",
  "member_Seq",
  "patient_Account_Number",
  "call_Key",
];
const RANGES = [["received", "Received"], ["filed", "Filed"], ["updated", "Last changed"]];
const DAYS = RANGES.flatMap(([name, label]) => [
  { name: `${name}From`, label: `${label} from` },
  { name: `${name}To`, label: `${label} until`, isLast: true },
]);
const DUE = { name: "dueBefore", label: "Due until", isLast: true };
const MORE = [...OTHERS, ...DAYS.map(({ name }) => name)];

/** Makes the form; `choose` is called with the parameters whenever they change. */
export function filterForm({ database, query, choose }) {
  const member = (name) => memberFilter(database, name, query.get(name) ?? "");
  const day = (filter) => dayFilter(filter, query.get(filter.name));
  const form = h("form", { class: "filters", "aria-label": "Filters" },
    h("div", { class: "fields" }, FIRST.map(member), openFilter(query.get("open")), day(DUE)),
    h("details", { open: MORE.some((name) => query.has(name)) },
      h("summary", {}, "More filters"),
      h("div", { class: "fields" }, DAYS.map(day), OTHERS.map(member))),
    h("button", {}, "Filter"),
    h("button", { type: "button", class: "quiet", onclick: () => clear(form, choose) }, "Clear"));
  const changed = (event) => {
    event.preventDefault();
    choose(parameters(form));
  };
  form.addEventListener("submit", changed);
  form.addEventListener("change", changed);
  return form;
}

function clear(form, choose) {
  [...form.elements].filter(({ name }) => name).forEach((control) => {
    control.value = "";
  });
  choose(parameters(form));
}

function memberFilter(database, name, value) {
  const { label, kind, max, list } = field(name);
  const id = `filter-${name}`;
  return labelled(id, label, kind === "code"
    ? h("code-select", { database, list, control: id, name, value, blank: "Any" })
    : h("input", { id, name, value, maxlength: max ?? 11, inputmode: kind === "integer" && "numeric" }));
}

function openFilter(value) {
  return labelled("filter-open", "Open or resolved", h("select", { id: "filter-open", name: "open", value },
    h("option", { value: "" }, "Any"),
    h("option", { value: "true" }, "Open"),
    h("option", { value: "false" }, "Resolved")));
}

/** A day stands for its midnight in the reader's zone; the last day is included. */
function dayFilter({ name, label, isLast }, iso) {
  const id = `filter-${name}`;
  const input = h("input", { id, name, type: "date", value: isLast ? lastDay(iso) : localDate(iso) });
  input.exact = { shown: input.value, iso, isLast };
  return labelled(id, label, input);
}

function lastDay(iso) {
  return iso && localDate(new Date(Date.parse(iso) - 1).toISOString());
}

function labelled(id, label, control) {
  return h("div", { class: "field" }, h("label", { for: id }, label), control);
}

/** A day that was not touched keeps its exact time, which may be that of another zone. */
function parameters(form) {
  const chosen = [...form.elements].filter(({ name, value }) => name && value.trim());
  return new URLSearchParams(chosen.map((control) => [control.name, parameter(control)]));
}

function parameter({ exact, value }) {
  if (!exact) {
    return value.trim();
  }
  return value === exact.shown ? exact.iso : inUtc(value, { daysLater: exact.isLast ? 1 : 0 });
}
