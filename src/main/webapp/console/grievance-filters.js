/** The form by which grievances are chosen. Its values are the parameters of the list in the API. */

import "./code-select.js";
import { h } from "./dom.js";
import { RECORD_FIELDS } from "./fields.js";
import { daysAfter, localDate } from "./local-time.js";
import { clean, cleaning } from "./pasted-text.js";

const FIRST = ["grievance_Status", "grievance_Category", "grievance_Type", "subscriber_ID", "provider_ID"];
const OTHERS = [
  "owner",
  "queue",
  "line_Of_Business",
  "processing",
  "outcome",
  "issue_Type",
  "resolution_Type",
  "admin_Change_Type",
  "grievance_Source",
  "member_Seq",
  "patient_Account_Number",
  "call_Key",
  "claim_Number",
  "auth_Number",
  "user_ID",
];
const RANGES = [["received", "Received"], ["filed", "Filed"], ["updated", "Last changed"]];
const DAYS = RANGES.flatMap(([name, label]) => [
  { name: `${name}From`, label: `${label} from` },
  { name: `${name}To`, label: `${label} through`, isEnd: true },
]);
const DUE = { name: "dueBefore", label: "Due on or before", isEnd: true };
const OPEN = { name: "open", label: "Open or resolved", isTrue: "Open", isFalse: "Resolved" };
const WORDS = { name: "q", label: "Words in the texts", maxlength: 256 };
const RECEIPT = { name: "withoutReceipt", label: "Date of receipt", isTrue: "Missing", isFalse: "Known" };
const ASSIGNED = { "owner=me": "To me", "owner.absent=true": "To nobody" };
const MORE = [...OTHERS, ...DAYS.map(({ name }) => name), "withoutReceipt"];

/** Makes the form; `choose` is called with the parameters whenever they change. */
export function filterForm({ database, query, choose }) {
  const member = (name) => memberFilter(database, name, query.get(name) ?? "");
  const day = (filter) => dayFilter(filter, query.get(filter.name));
  const form = h("form", { class: "filters", "aria-label": "Filters" },
    h("div", { class: "fields" }, FIRST.map(member), choiceFilter(OPEN, query.get("open")), assignedFilter(query), day(DUE),
      wordsFilter(WORDS, query.get("q"))),
    h("details", { open: MORE.some((name) => query.has(name)) },
      h("summary", {}, "More filters"),
      h("div", { class: "fields" },
        DAYS.map(day), choiceFilter(RECEIPT, query.get("withoutReceipt")), OTHERS.map(member))),
    h("button", {}, "Filter"),
    h("button", { type: "button", class: "quiet", onclick: () => clear(form, choose) }, "Clear filters"));
  const changed = (event) => {
    event.preventDefault();
    choose(parameters(form));
  };
  form.addEventListener("submit", changed);
  form.addEventListener("change", changed);
  return form;
}

function clear(form, choose) {
  [...form.elements].filter(({ id }) => id).forEach((control) => {
    control.value = "";
  });
  choose(parameters(form));
}

function memberFilter(database, name, value) {
  const { label, kind, list, texts } = RECORD_FIELDS.find((field) => field.name === name);
  const id = `filter-${name}`;
  if (kind === "choice") {
    return labelled(id, label, h("select", { id, name, value }, anyOf(texts)));
  }
  return labelled(id, label, kind === "code"
    ? h("code-select", { database, list, control: id, name, value, blank: "Any" })
    : cleaning(h("input", { id, name, value, inputmode: kind === "integer" && "numeric" })));
}

function anyOf(texts) {
  const options = Object.entries(texts).map(([value, text]) => h("option", { value }, text));
  return [h("option", { value: "" }, "Any"), options];
}

/** Its values are parameters with their values. */
function assignedFilter(query) {
  const value = Object.keys(ASSIGNED).find((pair) => `${query}&`.includes(`${pair}&`)) ?? "";
  return labelled("filter-assigned", "Assigned", h("select", { id: "filter-assigned", value }, anyOf(ASSIGNED)));
}

/** Finds whole words in issue, resolution and administrative change, in any order. */
function wordsFilter({ name, label, maxlength }, value) {
  const id = `filter-${name}`;
  return labelled(id, label, cleaning(h("input", { id, name, type: "search", maxlength, value })));
}

function choiceFilter({ name, label, isTrue, isFalse }, value) {
  const id = `filter-${name}`;
  return labelled(id, label, h("select", { id, name, value },
    h("option", { value: "" }, "Any"),
    h("option", { value: "true" }, isTrue),
    h("option", { value: "false" }, isFalse)));
}

/** A day of the database's zone. In the API a range ends before its last parameter; here, its last day is in it. */
function dayFilter({ name, label, isEnd }, value) {
  const id = `filter-${name}`;
  const input = h("input", { id, name, type: "date", min: "0001-01-01", max: "9999-12-30", value: dayOf(value, isEnd) });
  input.exact = { shown: input.value, value, isEnd };
  return labelled(id, label, input);
}

/** An address that somebody kept can have a time, too. */
function dayOf(value, isEnd) {
  if (!value) {
    return "";
  }
  if (value.includes("T")) {
    return localDate(isEnd ? new Date(Date.parse(value) - 1).toISOString() : value);
  }
  return isEnd ? daysAfter(value, -1) : value;
}

function labelled(id, label, control) {
  return h("div", { class: "field" }, h("label", { for: id }, label), control);
}

/** An unchanged filter keeps its exact time. */
function parameters(form) {
  const chosen = [...form.elements].filter(({ name, value }) => name && clean(value));
  const parameters = new URLSearchParams(chosen.map((control) => [control.name, parameter(control)]));
  new URLSearchParams(form.elements["filter-assigned"].value).forEach((value, name) => parameters.set(name, value));
  return parameters;
}

function parameter({ exact, value }) {
  if (!exact) {
    return clean(value);
  }
  const { shown, isEnd } = exact;
  if (value === shown) {
    return exact.value;
  }
  return isEnd ? daysAfter(value, 1) : value;
}
