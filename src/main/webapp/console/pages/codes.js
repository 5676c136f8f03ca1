/** The lists of codes, for administrators: what a grievance may say of its category, status and the like. */

import { api } from "../api.js";
import { entriesOf, LISTS } from "../code-lists.js";
import { announce, ask, busy, h, problem, replace } from "../dom.js";
import { FieldControl } from "../field-control.js";
import { showFaults } from "../faults.js";
import { FIELDS } from "../fields.js";
import { time } from "../format.js";

const DESCRIPTION = { name: "description", label: "Description", kind: "text", max: 256 };

export default async function codes({ main, database, params }) {
  const list = LISTS.find(({ path }) => path === `/${params.list}`) ?? LISTS[0];
  const view = {
    database,
    list,
    message: h("div"),
    rows: h("tbody", {}, Array.from({ length: 6 }, skeleton)),
  };
  replace(main,
    h("div", { class: "head" },
      h("h1", {}, `Codes: ${list.label}`),
      h("button", { class: "primary", onclick: () => edit(view) }, "Add a code")),
    tabs(database, list),
    h("p", { class: "soft" }, "While a list is empty, grievances may have any code. With entries, they may have these alone; a new grievance that names none gets the default."),
    view.message,
    table(view));
  await show(view);
}

function tabs(database, current) {
  const link = ({ path, label }) => h("li", {},
    h("a", { href: `#/${encodeURIComponent(database)}/codes${path}`, "aria-current": path === current.path && "page" }, label));
  return h("nav", { class: "tabs", "aria-label": "Lists" }, h("ul", {}, LISTS.map(link)));
}

function table({ list, rows }) {
  return h("div", { class: "region", tabindex: 0, role: "region", "aria-label": list.label },
    h("table", {},
      h("thead", {}, h("tr", {}, ["Code", "Description", "Default", "Last changed", "By"].map((text) => h("th", { scope: "col" }, text)),
        h("th", { scope: "col" }, h("span", { class: "unseen" }, "Actions")))),
      rows));
}

function skeleton() {
  return h("tr", {}, Array.from({ length: 6 }, () => h("td", {}, h("span", { class: "skeleton" }))));
}

async function show(view) {
  const entries = await entriesOf(view.database, view.list.path, { latest: true });
  replace(view.rows, entries.length
    ? entries.map((entry) => row(view, entry))
    : h("tr", {}, h("td", { colspan: 6, class: "soft" }, "The list is empty, so that any code is accepted.")));
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
      h("button", { class: "quiet", "aria-label": `Edit ${entry[code]}`, onclick: () => edit(view, entry) }, "Edit"),
      h("button", { class: "quiet", "aria-label": `Delete ${entry[code]}`, onclick: ({ target }) => busy(target, () => remove(view, entry)) }, "Delete"))));
}

function pathOf({ list }, code) {
  return `${list.path}/${encodeURIComponent(code)}`;
}

/** Opens a dialog for an entry, or for a new one. */
async function edit(view, known) {
  replace(view.message);
  try {
    openDialog(view, known && await latest(view, known[view.list.code]));
  } catch (failure) {
    replace(view.message, problem(failure));
  }
}

function openDialog(view, entry) {
  const { database, list } = view;
  const controls = new Map([{ name: list.code, label: "Code", kind: "text", max: 32 }, DESCRIPTION]
    .filter(({ name }) => name === "description" || !entry)
    .map((field) => [field.name, new FieldControl(field, entry?.data[field.name], { database, required: field.name === list.code })]));
  const flag = h("input", { type: "checkbox", id: "default", checked: entry?.data[list.flag] });
  const message = h("div");
  const dialog = h("dialog", { "aria-labelledby": "entry", onclose: () => dialog.remove() },
    h("form", { onsubmit: (event) => submit(event, view, { entry, controls, flag, message, dialog }) },
      h("h2", { id: "entry" }, entry ? `Edit ${entry.data[list.code]}` : "Add a code"),
      [...controls.values()].map(({ node }) => node),
      h("p", {}, flag, " ", h("label", { for: "default" }, "Default of new grievances")),
      message,
      h("div", { class: "actions" },
        h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
        h("button", { class: "primary" }, "Save"))));
  document.body.append(dialog);
  dialog.showModal();
}

/** The entry as it is now, and its tag. */
async function latest(view, code) {
  const { data, headers } = await api.get(pathOf(view, code), { database: view.database });
  return { data, tag: headers.get("ETag") };
}

async function submit(event, view, { entry, controls, flag, message, dialog }) {
  event.preventDefault();
  controls.forEach((control) => {
    control.fault = null;
  });
  const entered = Object.fromEntries([...controls].map(([name, control]) => [name, control.value]));
  try {
    if (!entry && await isKnown(view, entered[view.list.code])) {
      controls.get(view.list.code).fault = "The list has this code already.";
      return;
    }
    await store(view, entry, { ...entry?.data, ...entered, [view.list.flag]: flag.checked });
    dialog.close();
    announce("Saved.");
    await show(view);
  } catch (failure) {
    replace(message, refusal(failure, controls));
  }
}

async function isKnown({ database, list }, code) {
  return (await entriesOf(database, list.path)).some((entry) => entry[list.code] === code);
}

function store(view, entry, json) {
  const { database, list } = view;
  return entry
    ? api.send("PUT", pathOf(view, entry.data[list.code]), { database, json, headers: { "If-Match": entry.tag } })
    : api.send("POST", list.path, { database, json });
}

function refusal(failure, controls) {
  return failure.status === 412
    ? problem({ title: "Somebody else changed this entry meanwhile", detail: "Cancel, and open it again to see it as it is now." })
    : showFaults(failure, controls);
}

async function remove(view, entry) {
  const code = entry[view.list.code];
  try {
    if (await isInUse(view, code)) {
      replace(view.message, useOf(view, code));
    } else if (await ask(`Delete the code “${code}”?`, { detail: "No grievance has it now.", yes: "Delete", danger: true })) {
      await drop(view, code);
    }
  } catch (failure) {
    replace(view.message, failure.status === 409 ? useOf(view, code) : problem(failure));
  }
}

async function isInUse({ database, list }, code) {
  const { data } = await api.get("/grievances", { database, query: { [memberOf(list)]: code, pageSize: 1, countTo: 1 } });
  return data.length > 0;
}

/** The member of grievances that has the codes of a list. */
function memberOf({ path }) {
  return FIELDS.find(({ list }) => list === path).name;
}

function useOf({ database, list }, code) {
  const query = new URLSearchParams({ [memberOf(list)]: code });
  return h("p", { class: "problem", role: "alert" },
    h("strong", {}, `“${code}” is in use.`), " Give the ",
    h("a", { href: `#/${encodeURIComponent(database)}/grievances?${query}` }, "grievances that have it"),
    " another code first.");
}

async function drop(view, code) {
  const { tag } = await latest(view, code);
  await api.send("DELETE", pathOf(view, code), { database: view.database, headers: { "If-Match": tag } });
  replace(view.message);
  announce(`${code} is deleted.`);
  await show(view);
}
