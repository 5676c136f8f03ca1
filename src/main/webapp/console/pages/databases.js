/** The databases, for administrators: whether they can be used, what they hold, and the jobs in them that have not ended. */

import { api } from "../api.js";
import { h, problem, replace } from "../dom.js";
import { bytes, number, time } from "../format.js";

const EVERY = 10_000;
const ENDED = ["Completed", "Failed", "Cancelled"];
const STATES = {
  UP: { kind: "good", text: "✓ Up" },
  STARTING: { kind: "warn", text: "… Starting" },
  DOWN: { kind: "bad", text: "✕ Down" },
};
const COLUMNS = [
  { label: "Database", show: ({ name, state }) => state === "UP" ? h("a", { href: `#/${encodeURIComponent(name)}/grievances` }, name) : name },
  { label: "State", show: ({ state }) => badge(state) },
  { label: "Product", show: ({ product, version }) => [product, version].filter(Boolean).join(" ") },
  { label: "Schema version", show: ({ schemaVersion }) => schemaVersion },
  { label: "Grievances", isNumber: true, show: ({ grievances }) => grievances === null ? "" : number(grievances) },
  { label: "Size", isNumber: true, show: ({ bytes: size }) => size === null ? "" : bytes(size) },
  { label: "History since", show: ({ historyFrom }) => time(historyFrom) },
  { label: "Jobs", show: ({ name, jobs }) => jobsText(name, jobs) },
];

export default async function databases({ main }) {
  const rows = h("tbody", {}, Array.from({ length: 3 }, skeleton));
  const fault = h("div");
  const asOf = h("p", { class: "soft" }, "Loading…");
  replace(main,
    h("h1", {}, "Databases"),
    asOf,
    fault,
    h("div", { class: "region", tabindex: 0, role: "region", "aria-label": "Databases" },
      h("table", {},
        h("thead", {}, h("tr", {}, COLUMNS.map(({ label, isNumber }) => h("th", { scope: "col", class: isNumber && "number" }, label)))),
        rows)));
  const refresh = () => document.hidden ? null : show({ rows, fault, asOf });
  const timer = setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);
  show({ rows, fault, asOf });
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", refresh);
  };
}

function skeleton() {
  return h("tr", {}, COLUMNS.map(() => h("td", {}, h("span", { class: "skeleton" }))));
}

async function show({ rows, fault, asOf }) {
  try {
    const { data } = await api.get("/databases");
    const all = await Promise.all(data.map(withJobs));
    replace(rows, all.map(row));
    replace(asOf, "As of ", time(new Date().toISOString()), ", asked for again every ten seconds");
    replace(fault);
  } catch (failure) {
    replace(fault, failure.status !== 401 && problem(failure));
  }
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

/** "2 in progress, 1 queued" */
function jobsText(name, jobs) {
  if (jobs === null) {
    return "";
  }
  const count = (state) => jobs.filter((job) => job.state === state).length;
  const counts = [[count("InProgress"), "in progress"], [count("Queued"), "queued"]].filter(([count]) => count);
  return counts.length
    ? h("a", { href: `#/${encodeURIComponent(name)}/jobs` }, counts.map(([count, state]) => `${number(count)} ${state}`).join(", "))
    : "none";
}
