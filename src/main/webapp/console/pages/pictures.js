/** The grievances of a database in charts. */

import { api } from "../api.js";
import { h, problem, replace } from "../dom.js";
import { number } from "../format.js";
import "../pictures/chart-figure.js";
import { byCode, flow, stock, timeToResolution, written } from "../pictures/figures.js";

/** As many days, weeks and months as the service counts when it is not told from when to when. */
const PERIODS = {
  "12-months": { label: "12 months", every: "month" },
  "12-weeks": { label: "12 weeks", every: "week" },
  "30-days": { label: "30 days", every: "day" },
};
const CODES = ["grievance_Category", "grievance_Type", "grievance_Status", "grievance_Source"];

export default async function pictures({ main, database, query, go }) {
  const path = `/${encodeURIComponent(database)}/pictures`;
  const view = {
    database,
    fault: h("div"),
    figures: h("div", { class: "pictures" }, waiting()),
    totals: h("dl", { class: "totals" }),
    state: h("p", { class: "soft", role: "status" }),
  };
  const choice = h("select", { value: nameOf(query), onchange: ({ target }) => go(`${path}?period=${target.value}`) },
    Object.entries(PERIODS).map(([name, { label }]) => h("option", { value: name }, label)));
  replace(main,
    h("div", { class: "head" },
      h("h1", {}, "Charts"),
      view.state,
      h("label", { class: "choice" }, "Period ", choice),
      h("button", { onclick: () => show(view) }, "Refresh")),
    view.totals, view.fault, view.figures);
  main.addEventListener("query", (event) => {
    event.preventDefault();
    view.period = nameOf(event.detail);
    choice.value = view.period;
    show(view);
  });
  view.period = nameOf(query);
  showTotals(view, null);
  await show(view);
  return () => view.loading.abort();
}

function nameOf(query) {
  const name = query.get("period");
  return Object.hasOwn(PERIODS, name) ? name : "12-months";
}

/** What was shown stays until the answer is there. */
async function show(view) {
  view.loading?.abort();
  view.loading = new AbortController();
  view.figures.setAttribute("aria-busy", "true");
  replace(view.state, "Counting…");
  try {
    showFigures(view, await load(view));
    replace(view.fault);
  } catch (failure) {
    if (failure.name !== "AbortError" && failure.status !== 401) {
      showFailure(view, failure);
    }
  }
}

function showFailure(view, failure) {
  replace(view.fault, problem(failure));
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
  const { every } = PERIODS[period];
  const { data } = await api.get("/grievance-statistics", { database, query: { every }, signal });
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
  shown.forEach((each, index) => nodes[index].show(each).catch((failure) => replace(view.fault, problem(failure))));
}

function showTotals({ totals, period }, data) {
  const last = data?.periods.at(-1);
  const sum = (name) => data?.periods.reduce((total, each) => total + each[name], 0);
  const inPeriod = `in ${PERIODS[period].label}`;
  replace(totals,
    total("Open now", last?.open), total("Overdue now", last?.overdue),
    total(`Received ${inPeriod}`, sum("received")), total(`Resolved ${inPeriod}`, sum("resolved")));
}

function total(name, count) {
  const shown = count === undefined ? h("span", { class: "skeleton" }) : number(count);
  return h("div", { class: "card" }, h("dt", {}, name), h("dd", {}, shown));
}

function waiting() {
  return Array.from({ length: 4 }, () => h("div", { class: "card plot" }));
}
