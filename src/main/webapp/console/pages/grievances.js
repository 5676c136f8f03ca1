/** The grievances of a database, filtered and sorted by the service, page by page. */

import { addressOf } from "../address.js";
import { openAssignment } from "../assignment.js";
import { api, session } from "../api.js";
import { announce, busy, download, h, problem, region, replace, skeletonRows } from "../dom.js";
import { label } from "../fields.js";
import { grievancesRequest, LATEST_FIRST, MAX_COUNTED, PAGE_SIZE } from "../first-requests.js";
import { number, time } from "../format.js";
import { filterForm } from "../grievance-filters.js";
import { pager } from "../pager.js";
import { cleaning } from "../pasted-text.js";
import { rememberList } from "../shown-list.js";
import { filtersOf, Visited } from "../visited.js";

const COLUMNS = [
  { name: "grievance_Key", show: ({ grievance_Key: key }, path) => h("a", { href: `#${path}/${key}` }, key) },
  { name: "grievance_Received", show: ({ grievance_Received }) => time(grievance_Received) },
  { name: "grievance_Status", show: statusText },
  { name: "owner" },
  { name: "grievance_Category" },
  { name: "grievance_Type" },
  { name: "subscriber_ID", show: ({ subscriber_ID: id, member_Seq: seq }) => [id, seq].filter(Boolean).join("-") },
  { name: "provider_ID" },
  { name: "issue_Type" },
  { name: "issue", show: ({ issue }) => h("div", { class: "line" }, issue) },
  { name: "grievance_Resolved", show: ({ grievance_Resolved }) => time(grievance_Resolved) },
  { name: "update_Date", show: ({ update_Date }) => time(update_Date) },
];

/** Shape and color say whether it is open, too. */
function statusText({ grievance_Status: status, grievance_Resolved: resolved }) {
  return h("span", { class: `status ${resolved ? "resolved" : "open"}` }, status);
}

const visitedIn = new Map();

export default async function grievances({ main, database, query, go }) {
  const view = viewOf(database, query, go);
  replace(main,
    head(view, go),
    h("details", { class: "card", open: query.size > 0 || matchMedia("(min-width: 48rem)").matches },
      h("summary", {}, "Filters"),
      view.filters),
    view.pager.node,
    view.selection,
    view.error,
    region("Grievances", view.table));
  main.addEventListener("query", (event) => {
    event.preventDefault();
    view.query = event.detail;
    show(view);
  });
  await show(view);
  return () => view.loading.abort();
}

function viewOf(database, query, go) {
  const path = addressOf(database, "grievances");
  const view = {
    database,
    path,
    query,
    visited: visitedOf(database),
    choose: (next) => go(next.size ? `${path}?${next}` : path),
    filters: h("div"),
    error: h("div"),
    selection: h("div", { class: "toolbar" }),
    canSelect: session.can("write"),
  };
  view.pager = pager(view.choose);
  view.table = table(view, (column) => view.choose(sorted(view.query, column)));
  view.table.addEventListener("change", () => showSelection(view));
  return view;
}

function visitedOf(database) {
  if (!visitedIn.has(database)) {
    visitedIn.set(database, new Visited(PAGE_SIZE, MAX_COUNTED));
  }
  return visitedIn.get(database);
}

function head(view, go) {
  return h("div", { class: "head" },
    h("h1", {}, "Grievances"),
    jumpForm((key) => jump(view, key, go)),
    h("button", { onclick: ({ target }) => busy(target, () => exportChosen(view)) }, "Export as CSV"),
    session.can("write") && h("a", { class: "button primary", href: `#${view.path}/new` }, "New grievance"));
}

/** Opens a grievance if there is one with the key. */
async function jump({ database, path, error }, key, go) {
  try {
    const { data } = await api.get("/grievances", { database, query: { grievance_Key: key, pageSize: 1 } });
    if (data.length) {
      go(`${path}/${data[0].grievance_Key}`);
    } else {
      replace(error, problem({ title: `Grievance ${key} not found`, detail: "It may be in another database." }));
    }
  } catch (failure) {
    replace(error, failure.status !== 401 && problem(failure));
  }
}

function jumpForm(jump) {
  const key = cleaning(h("input", {
    "aria-label": "Grievance no.",
    placeholder: "Grievance no.",
    inputmode: "numeric",
    pattern: "-?[0-9]{1,10}",
    title: "A whole number",
    required: true,
  }));
  const submit = (event) => {
    event.preventDefault();
    jump(key.value);
  };
  return h("form", { class: "jump", role: "search", "aria-label": "Open a grievance", onsubmit: submit },
    key,
    h("button", {}, "Open"));
}

function table({ canSelect }, sort) {
  const heading = ({ name }) => h("th", { scope: "col", "data-column": name },
    h("button", { onclick: () => sort(name) }, label(name)));
  return h("table", { class: "grievances" },
    h("thead", {}, h("tr", {}, canSelect && selectAll(), COLUMNS.map(heading))),
    h("tbody", {}, skeletonRows(PAGE_SIZE, COLUMNS.length + Number(canSelect))));
}

/**
 * Shows the page of the present query; what was shown stays until the answer is there. The page is
 * asked for before the lists of codes in the filters, since a browser has few connections.
 */
async function show(view) {
  view.loading?.abort();
  view.loading = new AbortController();
  view.table.setAttribute("aria-busy", "true");
  try {
    const answer = load(view);
    showFilters(view);
    showOrder(view);
    showPage(view, await answer);
  } catch (failure) {
    showFailure(view, failure);
  }
}

function load({ database, query, loading: { signal } }) {
  const [path, options] = grievancesRequest(database, query);
  return api.get(path, { ...options, signal });
}

function showPage(view, { data, headers }) {
  const { path, query, table, visited } = view;
  // Before the rows are new, because it would have them laid out at once.
  table.parentElement.scrollTop = 0;
  replace(table.tBodies[0], data.map((grievance) => row(grievance, view)));
  table.removeAttribute("aria-busy");
  showSelection(view);
  rememberList({
    database: view.database,
    address: query.size ? `${path}?${query}` : path,
    keys: data.map(({ grievance_Key: key }) => key),
  });
  replace(view.error);
  const next = visited.arrived(query, headers);
  const position = data.length ? visited.position(query, data.length) : "No grievances match these filters.";
  view.pager.show(position, query, visited, next);
}

function row(grievance, { path, canSelect }) {
  const cell = ({ name, show }) => h("td", {}, show ? show(grievance, path) : grievance[name]);
  const { grievance_Key: key } = grievance;
  const box = h("input", { type: "checkbox", value: key, "aria-label": `Select grievance ${key}` });
  return h("tr", {}, canSelect && h("td", {}, box), COLUMNS.map(cell));
}

/** The heading of the column with the boxes selects all rows of the page, or none. */
function selectAll() {
  const toggle = ({ target }) => {
    const boxes = target.closest("table").querySelectorAll("tbody input[type=checkbox]");
    boxes.forEach((box) => {
      box.checked = target.checked;
    });
  };
  return h("th", { class: "selecting" },
    h("input", { type: "checkbox", "aria-label": "Select all on this page", onchange: toggle }));
}

function selected({ table }) {
  return [...table.tBodies[0].querySelectorAll("input:checked")].map(({ value }) => Number(value));
}

function showSelection(view) {
  const { selection, database, table } = view;
  const keys = selected(view);
  const all = table.querySelector("thead input");
  if (all) {
    all.checked = keys.length > 0 && keys.length === table.tBodies[0].rows.length;
  }
  const assign = () => openAssignment({ database, keys: selected(view), done: () => show(view) });
  replace(selection, keys.length > 0 && [
    h("p", { role: "status" }, `${number(keys.length)} selected`),
    h("button", { onclick: assign }, "Assign…"),
  ]);
}

function showFailure(view, failure) {
  if (failure.name === "AbortError" || failure.status === 401) {
    return;
  }
  view.table.removeAttribute("aria-busy");
  replace(view.table.tBodies[0]);
  replace(view.error, problem(failure));
  view.pager.show("", view.query, view.visited, null);
}

/** Makes the form anew only when it shows something else, so that the focus stays in it. */
function showFilters(view) {
  const filters = filtersOf(view.query).toString();
  if (view.filters.dataset.shown === filters) {
    return;
  }
  view.filters.dataset.shown = filters;
  replace(view.filters, filterForm({ ...view, choose: (chosen) => filter(view, chosen) }));
}

function filter(view, chosen) {
  view.filters.dataset.shown = chosen.toString();
  const sortBy = view.query.get("sortBy");
  if (sortBy) {
    chosen.set("sortBy", sortBy);
  }
  view.choose(chosen);
}

function showOrder({ table, query }) {
  const { column, direction } = orderOf(query);
  for (const heading of table.tHead.querySelectorAll("[data-column]")) {
    heading.setAttribute("aria-sort", heading.dataset.column === column ? direction : "none");
  }
}

function orderOf(query) {
  const [column, direction] = (query.get("sortBy") ?? LATEST_FIRST).split(":");
  return { column, direction: direction === "desc" ? "descending" : "ascending" };
}

/** The query for the order by a column, or the other way round when it is in this order. */
function sorted(query, column) {
  const order = orderOf(query);
  const isDescending = order.column === column && order.direction === "ascending";
  const next = new URLSearchParams(query);
  next.delete("after");
  next.set("sortBy", isDescending ? `${column}:desc` : column);
  return next;
}

async function exportChosen({ database, query, error }) {
  announce("Export started.");
  try {
    const options = { database, query: filtersOf(query), accept: "text/csv" };
    const { data, headers } = await api.get("/grievances/export", options);
    download(`${database}-grievances.csv`, data);
    announce(`${number(headers.get("X-Total-Count"))} grievances exported.`);
  } catch (failure) {
    replace(error, failure.status !== 401 && problem(failure));
  }
}
