/** The jobs of a database, the latest first. */

import { api, session } from "../api.js";
import { h, replace } from "../dom.js";
import { number, percent, time } from "../format.js";
import { badge, isActive, verb } from "../jobs/states.js";

const PAGE = 50;

export default async function page({ main, database, query, go }) {
  const all = session.can("administer") && query.has("all");
  const number = Number(query.get("page")) || 1;
  const there = (page, isAll) => address(database, page, isAll);
  const results = h("div", { class: "stack" }, skeleton());
  replace(main,
    h("div", { class: "head" },
      h("h1", {}, "Jobs"),
      session.can("administer") && allChoice(all, (isAll) => go(there(1, isAll))),
      session.can("write") && h("a", { class: "button", href: `#/${encodeURIComponent(database)}/load` }, "Load a file")),
    results);
  const { data, headers } = await api.get("/jobs", { database, query: { page: number, pageSize: PAGE, allClients: all || null } });
  const { TotalCount: count } = JSON.parse(headers.get("X-Pagination"));
  replace(results, data.length ? table(data, database) : h("p", { class: "soft" }, "No files have been loaded here lately. Jobs are gone some days after their end."),
    pager(number, count, (page) => `#${there(page, all)}`));
}

function address(database, page, all) {
  const query = new URLSearchParams({ ...(page > 1 && { page }), ...(all && { all: "" }) }).toString();
  return `/${encodeURIComponent(database)}/jobs${query && `?${query}`}`;
}

function allChoice(all, change) {
  return h("label", {},
    h("input", { type: "checkbox", checked: all, onchange: ({ target }) => change(target.checked) }), " Of all clients");
}

function table(jobs, database) {
  return h("div", { class: "region", role: "region", tabindex: "0", "aria-label": "Jobs" },
    h("table", {},
      h("thead", {}, h("tr", {},
        ["Job", "State"].map((text) => h("th", { scope: "col" }, text)),
        ["Rows", "Created", "Updated", "Failed"].map((text) => h("th", { scope: "col", class: "number" }, text)),
        ["Received", "Ended", "By"].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, jobs.map((job) => row(job, database)))));
}

function row(job, database) {
  const href = `#/${encodeURIComponent(database)}/jobs/${job.id}`;
  return h("tr", {},
    h("th", { scope: "row" }, h("a", { href }, `${verb(job)} ${job.id.slice(0, 8)}`)),
    h("td", {}, badge(job), isActive(job) && h("span", { class: "soft" }, ` ${percent(job.items ? job.read / job.items : 1)}`)),
    [job.items, job.created, job.updated, job.failed].map((count) => h("td", { class: "number" }, number(count))),
    h("td", {}, time(job.received)),
    h("td", {}, time(job.ended)),
    h("td", {}, [job.user, job.client].filter(Boolean).join(", ")));
}

function pager(number, count, href) {
  const pages = Math.ceil(count / PAGE);
  return pages > 1 && h("nav", { class: "actions", "aria-label": "Pages of jobs" },
    number > 1 && h("a", { class: "button", href: href(number - 1) }, "Previous"),
    number < pages && h("a", { class: "button", href: href(number + 1) }, "Next"),
    h("span", { class: "soft" }, `Page ${number} of ${pages}`));
}

function skeleton() {
  return h("div", { class: "region", "aria-busy": "true" },
    h("table", {}, h("tbody", {}, Array.from({ length: 8 }, () => h("tr", {}, h("td", {}, h("span", { class: "skeleton" })))))));
}
