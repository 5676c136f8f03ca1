/** The jobs of a database, the latest first. */

import { api, session } from "../api.js";
import { h, problem, replace } from "../dom.js";
import { number, percent, time } from "../format.js";
import { fractionOf, sender } from "../jobs/facts.js";
import { badge, isActive, name } from "../jobs/states.js";
import { watch } from "../jobs/watch.js";

const PAGE = 50;
const PAUSE = 5;
const NONE = "No recent loads. Finished jobs are removed after some days.";

export default async function page({ main, database, query, go }) {
  const path = `/${encodeURIComponent(database)}`;
  const isAll = session.can("administer") && query.has("all");
  const current = Number(query.get("page")) || 1;
  const trouble = h("div");
  const results = h("div", { class: "stack" }, table(skeleton()));
  const showOther = ({ target }) => go(address(path, 1, target.checked));
  replace(main,
    h("div", { class: "head" },
      h("h1", {}, "Jobs"),
      session.can("administer") && h("label", {},
        h("input", { type: "checkbox", checked: isAll, onchange: showOther }), " Include jobs from other systems"),
      session.can("write") && h("a", { class: "button", href: `#${path}/load` }, "Load a file")),
    trouble, results);

  async function look() {
    const options = { page: current, pageSize: PAGE, allClients: isAll || null };
    const { data, headers } = await api.get("/jobs", { database, query: options });
    const { TotalCount } = JSON.parse(headers.get("X-Pagination"));
    keepFocus(results, () => replace(results,
      data.length ? table(data.map((job) => row(job, path))) : h("p", { class: "soft" }, NONE),
      pages(current, TotalCount, (page) => `#${address(path, page, isAll)}`)));
    return data.some(isActive) ? PAUSE : null;
  }

  return new Promise((resolve) => {
    const stop = watch(look, (failure) => {
      replace(trouble, failure && failure.status !== 401 && problem(failure));
      resolve(() => stop());
    });
  });
}

function address(path, page, isAll) {
  const query = new URLSearchParams({ ...(page > 1 && { page }), ...(isAll && { all: "" }) }).toString();
  return `${path}/jobs${query && `?${query}`}`;
}

/** A link keeps the focus when another one to the same place takes its place. */
function keepFocus(node, change) {
  const { activeElement } = document;
  const href = node.contains(activeElement) && activeElement.getAttribute("href");
  change();
  [...node.querySelectorAll("a")].find((link) => link.getAttribute("href") === href)?.focus();
}

function table(rows) {
  return h("div", { class: "region", role: "region", tabindex: "0", "aria-label": "Jobs" },
    h("table", { class: "jobs" },
      h("thead", {}, h("tr", {},
        ["Job", "State"].map((text) => h("th", { scope: "col" }, text)),
        ["Rows", "Created", "Updated", "Rejected"].map((text) => h("th", { scope: "col", class: "number" }, text)),
        ["Received", "Ended", "By"].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, rows)));
}

function row(job, path) {
  const { id, items, created, updated, failed } = job;
  return h("tr", {},
    h("th", { scope: "row" }, h("a", { href: `#${path}/jobs/${id}` }, name(job))),
    h("td", {}, badge(job), job.state === "InProgress" && ` ${percent(fractionOf(job))}`),
    [items, created, updated, failed].map((count) => h("td", { class: "number" }, number(count))),
    h("td", {}, time(job.received)),
    h("td", {}, time(job.ended)),
    h("td", {}, sender(job)));
}

function skeleton() {
  const cell = () => h("td", {}, h("span", { class: "skeleton" }));
  return Array.from({ length: 8 }, () => h("tr", {}, Array.from({ length: 9 }, cell)));
}

function pages(current, count, href) {
  const last = Math.ceil(count / PAGE);
  return last > 1 && h("nav", { class: "actions", "aria-label": "Pages of jobs" },
    current > 1 && h("a", { class: "button", href: href(current - 1) }, "Previous"),
    current < last && h("a", { class: "button", href: href(current + 1) }, "Next"),
    h("span", { class: "soft" }, `Page ${current} of ${last}`));
}
