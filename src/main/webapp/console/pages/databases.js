/** The databases, for administrators: whether they can be used, what they hold, and their jobs. */

import { addressOf } from "../address.js";
import { api } from "../api.js";
import { h, problem, region, replace, skeletonRows } from "../dom.js";
import { bytes, number, time } from "../format.js";

const EVERY = 10_000;
const ENDED = ["Completed", "Failed", "Cancelled"];
const STATES = {
  UP: { kind: "good", text: "✓ Up" },
  STARTING: { kind: "warn", text: "… Starting" },
  DOWN: { kind: "bad", text: "✕ Down" },
};
const COLUMNS = [
  { label: "Database", show: ({ name, state }) => state === "UP" ? link(name, "grievances", name) : name },
  { label: "State", show: ({ state }) => badge(state) },
  { label: "Product", show: ({ product, version }) => [product, version].filter(Boolean).join(" ") },
  { label: "Schema version", show: ({ schemaVersion }) => schemaVersion },
  { label: "Grievances", isNumber: true, show: ({ grievances }) => unlessNull(grievances, number) },
  { label: "Time zone", show: ({ zone }) => zone },
  { label: "Size", isNumber: true, show: ({ bytes: size }) => unlessNull(size, bytes) },
  { label: "History since", show: ({ historyFrom, zone }) => time(historyFrom, zone) },
  { label: "Jobs", show: ({ name, jobs }) => jobsText(name, jobs) },
];

export default async function databases({ main }) {
  const view = {
    asOf: h("p", { class: "soft" }, "Loading…"),
    error: h("div"),
    rows: h("tbody", {}, skeletonRows(3, COLUMNS.length)),
  };
  replace(main,
    h("h1", {}, "Databases"),
    view.asOf,
    view.error,
    region("Databases", h("table", {}, h("thead", {}, h("tr", {}, COLUMNS.map(heading))), view.rows)));
  const refresh = () => document.hidden || view.isAsking || show(view);
  const timer = setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);
  show(view);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", refresh);
  };
}

function heading({ label, isNumber }) {
  return h("th", { scope: "col", class: isNumber && "number" }, label);
}

async function show(view) {
  view.isAsking = true;
  try {
    const { data } = await api.get("/databases");
    showRows(view.rows, await Promise.all(data.map(withJobs)));
    replace(view.asOf, "As of ", time(new Date().toISOString()), ", refreshes every 10 seconds");
    replace(view.error);
  } catch (failure) {
    replace(view.error, failure.status !== 401 && problem(failure));
  } finally {
    view.isAsking = false;
  }
}

/** A link that has the focus keeps it. */
function showRows(rows, databases) {
  const focused = rows.contains(document.activeElement) && document.activeElement.hash;
  replace(rows, databases.map(row));
  [...rows.querySelectorAll("a")].find(({ hash }) => hash === focused)?.focus();
}

/** Of a database that cannot be used, or does not answer, the jobs are not known. */
async function withJobs(database) {
  if (database.state !== "UP") {
    return { ...database, jobs: null };
  }
  const jobs = await api.get("/jobs", { database: database.name, query: { allClients: true, pageSize: 100 } })
    .then(({ data }) => data.filter(({ state }) => !ENDED.includes(state)), () => null);
  return { ...database, jobs };
}

function row(database) {
  return h("tr", {}, COLUMNS.map(({ show, isNumber }, column) =>
    h(column ? "td" : "th", { scope: !column && "row", class: isNumber && "number" }, show(database))));
}

function badge(state) {
  const { kind, text } = STATES[state] ?? { kind: "", text: state };
  return h("span", { class: `badge ${kind}` }, text);
}

function link(database, page, text) {
  return h("a", { href: `#${addressOf(database, page)}` }, text);
}

/** Unknown properties of a database are null. */
function unlessNull(value, show) {
  return value === null ? "" : show(value);
}

/** "2 in progress, 1 queued" */
function jobsText(name, jobs) {
  if (jobs === null) {
    return "";
  }
  const count = (state) => jobs.filter((job) => job.state === state).length;
  const counts = [[count("InProgress"), "in progress"], [count("Queued"), "queued"]].filter(([count]) => count);
  const text = counts.map(([count, state]) => `${number(count)} ${state}`).join(", ");
  return text ? link(name, "jobs", text) : "none";
}
