/** The open grievances in the order of their deadlines, those that are overdue first. */

import { addressOf } from "../address.js";
import { api } from "../api.js";
import "../code-select.js";
import { rulesInWords } from "../deadline-rules.js";
import { h, problem, replace } from "../dom.js";
import { field, label } from "../fields.js";
import { deadlinesRequest, PAGE_SIZE } from "../first-requests.js";
import { day, dueTime, left, time } from "../format.js";
import { daysAfter, today } from "../local-time.js";
import { pager } from "../pager.js";
import { filtersOf, Visited } from "../visited.js";
import { withoutReceipt } from "../without-receipt.js";

const DAY = 86_400_000;
const SOON = 3 * DAY;
const CODES = ["grievance_Category", "grievance_Type", "grievance_Status"];
const THROUGH = { 0: "Today or earlier", 1: "Within 1 day", 3: "Within 3 days", 7: "Within 7 days", 30: "Within 30 days" };
const KINDS = { DECISION: "Decision", ACKNOWLEDGEMENT: "Acknowledgement", NOTICE: "Notice" };
const COLUMNS = ["Time left", "Due", "For", "Grievance no.", "Member", "Category", "Type", "Status", "Rule"];

const visitedIn = new Map();

export default async function deadlines({ main, database, query, go }) {
  const path = `/${encodeURIComponent(database)}/deadlines`;
  const choose = (next) => go(next.size ? `${path}?${next}` : path);
  const view = {
    database,
    query,
    choose,
    visited: visitedOf(database),
    pager: pager(choose),
    table: table(),
    filters: h("div"),
    error: h("div"),
    receipts: h("div"),
    rules: h("div"),
  };
  replace(main,
    h("h1", {}, "Deadlines"),
    h("p", { class: "soft prose" }, "Deadlines follow the rules configured by the operator of this service. "
      + "Your organization’s compliance officer is responsible for the rules and due dates."),
    view.receipts, view.filters, view.pager.node, view.error,
    h("div", { class: "region", tabindex: 0, role: "region", "aria-label": "Open grievances by deadline" }, view.table),
    view.rules);
  main.addEventListener("query", (event) => {
    event.preventDefault();
    view.query = event.detail;
    show(view);
  });
  await Promise.all([show(view), showRules(view), showReceipts(view)]);
  return () => view.loading.abort();
}

function visitedOf(database) {
  if (!visitedIn.has(database)) {
    visitedIn.set(database, new Visited(PAGE_SIZE, Infinity));
  }
  return visitedIn.get(database);
}

async function showRules({ database, rules }) {
  const { data } = await api.get("/deadlines/rules", { database });
  replace(rules, rulesInWords(data));
}

async function showReceipts({ database, receipts }) {
  replace(receipts, await withoutReceipt(database, { open: true }));
}

/** Makes the form anew only when it shows something else, so that the focus stays in it. */
function showFilters(view) {
  const shown = filtersOf(view.query).toString();
  if (view.filters.dataset.shown !== shown) {
    view.filters.dataset.shown = shown;
    replace(view.filters, filterForm(view));
  }
}

function filterForm({ database, query, choose, filters }) {
  const form = h("form", { class: "fields", "aria-label": "Filters" },
    labelled("filter-due", "Due", dueFilter(query.get("dueBefore"))),
    CODES.map((name) => labelled(`filter-${name}`, label(name), codeFilter(database, name, query.get(name)))));
  form.addEventListener("change", () => {
    const chosen = parameters(form);
    filters.dataset.shown = chosen.toString();
    choose(chosen);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  return form;
}

function labelled(id, text, control) {
  return h("div", { class: "field" }, h("label", { for: id }, text), control);
}

function codeFilter(database, name, value) {
  return h("code-select", { database, list: field(name).list, control: `filter-${name}`, name, value, blank: "Any" });
}

/** One that is none of those offered, as in an address that somebody kept, is offered too. */
function dueFilter(chosen) {
  const isOverdue = chosen?.includes("T") && Math.abs(Date.parse(chosen) - Date.now()) < DAY / 4;
  const offered = new Map([
    [isOverdue ? chosen : new Date().toISOString().replace(/\.\d+Z/, "Z"), "Overdue"],
    ...Object.entries(THROUGH).map(([days, text]) => [daysAfter(today(), Number(days) + 1), text]),
  ]);
  if (chosen && !offered.has(chosen)) {
    offered.set(chosen, inWords(chosen));
  }
  return h("select", { id: "filter-due", name: "dueBefore", value: chosen ?? "" },
    h("option", { value: "" }, "Any time"),
    [...offered].map(([before, text]) => h("option", { value: before }, text)));
}

/** In the API, all deadlines before a date are those through the day before. */
function inWords(before) {
  return before.includes("T") ? `Before ${time(before).textContent}` : `Through ${day(daysAfter(before, -1))}`;
}

function parameters(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
}

function table() {
  const skeleton = () => h("tr", {}, COLUMNS.map(() => h("td", {}, h("span", { class: "skeleton" }))));
  return h("table", { class: "deadlines" },
    h("thead", {}, h("tr", {}, COLUMNS.map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, Array.from({ length: PAGE_SIZE }, skeleton)));
}

/** Shows the page of the present query; what was shown stays until the answer is there. */
async function show(view) {
  view.loading?.abort();
  view.loading = new AbortController();
  view.table.setAttribute("aria-busy", "true");
  showFilters(view);
  try {
    showPage(view, await load(view));
    view.table.removeAttribute("aria-busy");
  } catch (failure) {
    if (failure.name !== "AbortError" && failure.status !== 401) {
      showFailure(view, failure);
    }
  }
}

function load({ database, query, loading: { signal } }) {
  const [path, options] = deadlinesRequest(database, query);
  return api.get(path, { ...options, signal });
}

function showPage({ database, query, table, visited, pager, error }, { data, headers }) {
  replace(table.tBodies[0], data.map((entry) => row(entry, database)));
  table.parentElement.scrollTop = 0;
  replace(error);
  const next = visited.arrived(query, headers);
  pager.show(data.length ? visited.position(query, data.length) : nothing(query), query, visited, next);
}

function nothing(query) {
  return filtersOf(query).size ? "No open grievances match these filters." : "No open grievances have a deadline.";
}

function showFailure({ query, table, visited, pager, error }, failure) {
  table.removeAttribute("aria-busy");
  replace(table.tBodies[0]);
  replace(error, problem(failure));
  pager.show("", query, visited, null);
}

function row({ kind, rule, extended, overdue, countedFrom, grievance, ...due }, database) {
  const key = grievance.grievance_Key;
  return h("tr", {},
    h("td", {}, timeLeft(due, overdue)),
    h("td", {}, dueTime(due)),
    h("td", {}, KINDS[kind]),
    h("th", { scope: "row" }, h("a", { href: `#${addressOf(database, `grievances/${key}`)}` }, key)),
    h("td", {}, [grievance.subscriber_ID, grievance.member_Seq].filter(Boolean).join("-")),
    CODES.map((name) => h("td", {}, grievance[name])),
    h("td", {}, rule, extended && h("span", { class: "soft" }, " (extended)"), countedFrom === "entry_Date" && h("span", { class: "soft" }, " (from entry)")));
}

function timeLeft(due, overdue) {
  const isSoon = Date.parse(due.due) - Date.now() < SOON;
  const [icon, kind] = overdue ? ["!", "bad"] : isSoon ? ["◔", "warn"] : ["○", ""];
  return h("span", { class: `badge ${kind}` }, h("span", { "aria-hidden": "true" }, icon), ` ${left(due)}`);
}
