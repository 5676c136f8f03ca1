/** The lists of codes, for administrators: what a grievance may say of its category, status and the like. */

import { addressOf } from "../address.js";
import { api } from "../api.js";
import { openCodeDialog, pathOf } from "../code-dialog.js";
import { entriesOf, LISTS } from "../code-lists.js";
import { announce, ask, busy, h, problem, region, replace, skeletonRows } from "../dom.js";
import { FIELDS } from "../fields.js";
import { time } from "../format.js";

const COLUMNS = ["Code", "Description", "Default", "Last changed", "By"];
const HINT = "Once a list has codes, only those are accepted; new grievances without one get the default.";

export default async function codes({ main, database, params }) {
  const list = LISTS.find(({ path }) => path === `/${params.list}`) ?? LISTS[0];
  const view = {
    database,
    list,
    heading: h("h1", { tabindex: -1 }, `Codes: ${list.label}`),
    message: h("div"),
    rows: h("tbody", {}, skeletonRows(6, COLUMNS.length + 1)),
  };
  replace(main,
    h("div", { class: "head" },
      view.heading,
      h("button", { class: "primary", onclick: () => edit(view) }, "Add code")),
    tabs(database, list),
    h("p", { class: "soft" }, HINT),
    view.message,
    region(list.label, table(view)));
  await show(view);
}

function tabs(database, current) {
  const link = ({ path, label }) => h("a", {
    href: `#${addressOf(database, `codes${path}`)}`,
    "aria-current": path === current.path && "page",
  }, label);
  return h("nav", { class: "tabs", "aria-label": "Lists" },
    h("ul", {}, LISTS.map((list) => h("li", {}, link(list)))));
}

function table({ rows }) {
  const heading = (content) => h("th", { scope: "col" }, content);
  return h("table", {},
    h("thead", {}, h("tr", {}, COLUMNS.map(heading), heading(h("span", { class: "unseen" }, "Actions")))),
    rows);
}

async function show(view) {
  const entries = await entriesOf(view.database, view.list.path, { latest: true });
  const focused = view.rows.contains(document.activeElement) && document.activeElement.ariaLabel;
  replace(view.rows, entries.length
    ? entries.map((entry) => row(view, entry))
    : h("tr", {}, h("td", { colspan: COLUMNS.length + 1, class: "soft" }, "No codes yet.")));
  if (focused) {
    focusAgain(view, focused);
  }
}

/** The button that had the focus, or the heading when its entry is gone. */
function focusAgain({ rows, heading }, label) {
  const button = [...rows.querySelectorAll("button")].find(({ ariaLabel }) => ariaLabel === label);
  (button ?? heading).focus();
}

function row(view, entry) {
  const { code, flag } = view.list;
  return h("tr", {},
    h("th", { scope: "row" }, entry[code]),
    h("td", {}, entry.description),
    h("td", {}, entry[flag] && h("span", { class: "badge good" }, "✓ Default")),
    h("td", {}, time(entry.update_Date)),
    h("td", {}, entry.update_User),
    h("td", {}, h("div", { class: "actions" },
      action("Edit", entry[code], () => edit(view, entry)),
      action("Delete", entry[code], () => remove(view, entry)))));
}

function action(text, code, work) {
  const act = ({ target }) => busy(target, work);
  return h("button", { class: "quiet", "aria-label": `${text} ${code}`, onclick: act }, text);
}

/** Changes an entry as it is now, or adds one. */
async function edit(view, known) {
  const { database, list } = view;
  const saved = () => {
    announce("Saved.");
    return show(view);
  };
  replace(view.message);
  try {
    openCodeDialog({ database, list, entry: known && await latest(view, known[list.code]), saved });
  } catch (failure) {
    replace(view.message, problem(failure));
  }
}

async function latest({ database, list }, code) {
  const { data, headers } = await api.get(pathOf(list, code), { database });
  return { data, tag: headers.get("ETag") };
}

async function remove(view, entry) {
  const code = entry[view.list.code];
  const options = { detail: "No grievances use it.", yes: "Delete", danger: true };
  try {
    if (await isInUse(view, code)) {
      replace(view.message, useOf(view, code));
    } else if (await ask(`Delete the code “${code}”?`, options)) {
      await drop(view, code);
    }
  } catch (failure) {
    replace(view.message, failure.status === 409 ? useOf(view, code) : problem(failure));
  }
}

async function isInUse({ database, list }, code) {
  const query = { [memberOf(list)]: code, pageSize: 1, countTo: 1 };
  const { data } = await api.get("/grievances", { database, query });
  return data.length > 0;
}

/** The member of grievances that has the codes of a list. */
function memberOf({ path }) {
  return FIELDS.find(({ list }) => list === path).name;
}

function useOf({ database, list }, code) {
  const query = new URLSearchParams({ [memberOf(list)]: code });
  return h("p", { class: "problem", role: "alert" },
    h("strong", {}, `“${code}” is in use.`), " Change the ",
    h("a", { href: `#${addressOf(database, "grievances")}?${query}` }, "grievances that use it"),
    " first.");
}

async function drop(view, code) {
  const { tag } = await latest(view, code);
  await api.send("DELETE", pathOf(view.list, code), { database: view.database, headers: { "If-Match": tag } });
  replace(view.message);
  announce(`${code} deleted.`);
  await show(view);
}
