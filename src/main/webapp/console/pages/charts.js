/** The grievances of a database in charts. */

import { addressOf } from "../address.js";
import { api } from "../api.js";
import { h, problem, replace } from "../dom.js";
import { statisticsRequest } from "../first-requests.js";
import { number } from "../format.js";
import { localDate } from "../local-time.js";
import { periodOf, PERIODS } from "../periods.js";
import "../charts/chart-figure.js";
import { byCode, flow, stock, timeToResolution, written } from "../charts/figures.js";
import { withoutReceipt } from "../without-receipt.js";

const CODES = ["grievance_Category", "grievance_Type", "grievance_Status", "grievance_Source"];

export default async function charts({ main, database, query, go }) {
  const path = `/${encodeURIComponent(database)}/charts`;
  const view = {
    database,
    error: h("div"),
    figures: h("div", { class: "charts" }, waiting()),
    totals: h("dl", { class: "totals" }),
    receipts: h("div"),
    state: h("p", { class: "soft", role: "status" }),
  };
  const choice = h("select", { value: periodOf(query), onchange: ({ target }) => go(`${path}?period=${target.value}`) },
    Object.entries(PERIODS).map(([name, { label }]) => h("option", { value: name }, label)));
  replace(main,
    h("div", { class: "head" },
      h("h1", {}, "Charts"),
      view.state,
      h("label", { class: "choice" }, "Period ", choice),
      h("button", { onclick: () => show(view) }, "Refresh")),
    view.totals, view.receipts, view.error, view.figures);
  main.addEventListener("query", (event) => {
    event.preventDefault();
    view.period = periodOf(event.detail);
    choice.value = view.period;
    show(view);
  });
  view.period = periodOf(query);
  showTotals(view, null);
  await show(view);
  return () => view.loading.abort();
}

/** The old charts stay until the response arrives. */
async function show(view) {
  view.loading?.abort();
  view.loading = new AbortController();
  view.figures.setAttribute("aria-busy", "true");
  replace(view.state, "Loading…");
  try {
    const [data, receipts] = await Promise.all([load(view), withoutReceipt(view.database)]);
    showFigures(view, data);
    replace(view.receipts, receipts);
    replace(view.error);
  } catch (failure) {
    if (failure.name !== "AbortError" && failure.status !== 401) {
      showFailure(view, failure);
    }
  }
}

function showFailure(view, failure) {
  replace(view.error, problem(failure));
  if (!view.figures.querySelector("chart-figure")) {
    replace(view.totals);
    replace(view.figures);
  }
  rest(view);
}

function rest({ figures, state }) {
  figures.removeAttribute("aria-busy");
  replace(state);
}

async function load({ database, period, loading: { signal } }) {
  const [path, options] = statisticsRequest(database, period);
  const { data } = await api.get(path, { ...options, signal });
  return data;
}

function showFigures(view, data) {
  showTotals(view, data);
  const shown = [
    flow(data),
    stock(data),
    ...CODES.map((member) => byCode(member, data.by[member])),
    timeToResolution(data.timeToResolution),
    written(data.written),
  ];
  const nodes = shown.map(() => h("chart-figure", { class: "card" }));
  replace(view.figures, nodes);
  rest(view);
  shown.forEach((each, index) => nodes[index].show(each).catch((failure) => replace(view.error, problem(failure))));
}

/** Each number leads to its grievances. */
function showTotals({ totals, period, database }, data) {
  const last = data?.periods.at(-1);
  const sum = (name) => data?.periods.reduce((total, each) => total + each[name], 0);
  const inPeriod = `in ${PERIODS[period].label}`;
  replace(totals,
    total("Open now", last?.open, list(database, { open: true })),
    total("Overdue now", last?.overdue, list(database, { dueBefore: new Date().toISOString() })),
    total(`Received ${inPeriod}`, sum("received"), last && receivedIn(database, data.periods), byEntry(data)),
    total(`Resolved ${inPeriod}`, sum("resolved")));
}

function receivedIn(database, periods) {
  const receivedFrom = localDate(periods[0].from);
  return list(database, { receivedFrom, receivedTo: localDate(periods.at(-1).to) });
}

/** The list of what was received lacks those without a date of receipt. */
function byEntry(data) {
  const count = data?.withoutReceipt.received;
  return count ? `${number(count)} counted by date of entry` : "";
}

function list(database, filters) {
  return `#${addressOf(database, "grievances")}?${new URLSearchParams(filters)}`;
}

function total(name, count, href, note) {
  const text = count === undefined ? h("span", { class: "skeleton" }) : number(count);
  return h("div", { class: "card" },
    h("dt", {}, name),
    h("dd", {}, href && count ? h("a", { href }, text) : text),
    note && h("dd", { class: "note" }, note));
}

function waiting() {
  return Array.from({ length: 4 }, () => h("div", { class: "card plot" }));
}
