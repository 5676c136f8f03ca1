/** One grievance: to read, and for writers to change and delete. */

import { addressOf } from "../address.js";
import { api, session } from "../api.js";
import { announce, ask, h, problem, replace } from "../dom.js";
import { left, time } from "../format.js";
import { conflictForm } from "../grievance-conflict.js";
import { GrievanceForm, grievanceText } from "../grievance-form.js";
import "../grievance-history.js";

const DELETED = {
  title: "Somebody else deleted this grievance",
  detail: "What you entered is still here, to be copied, but cannot be saved.",
};

const CHANGED = {
  title: "Somebody else changed this grievance meanwhile",
  detail: "Open it again, and see whether it is still to be deleted.",
};

export default async function grievance({ main, database, params, go }) {
  const view = {
    main,
    database,
    key: params.key,
    path: `/grievances/${encodeURIComponent(params.key)}`,
    list: addressOf(database, "grievances"),
    go,
    deadline: h("p", { class: "deadline" }, h("span", { class: "skeleton" })),
    message: h("div"),
    body: h("div", { class: "stack" }, h("div", { class: "card waiting" }, h("span", { class: "skeleton" }))),
    deletion: session.can("write") && h("button", { class: "danger", disabled: true, onclick: () => remove(view) }, "Delete"),
    history: session.can("administer") && historyRegion(),
  };
  replace(main, head(view), view.message, view.body, view.history);
  await show(view);
}

function historyRegion() {
  return h("grievance-history", { class: "card stack", role: "region", "aria-labelledby": "history" });
}

function head(view) {
  return [
    h("nav", { "aria-label": "Way back" }, h("a", { href: `#${view.list}` }, "Grievances")),
    h("div", { class: "head" },
      h("div", { class: "grow" }, h("h1", {}, `Grievance ${view.key}`), view.deadline),
      view.deletion),
  ];
}

async function show(view) {
  const { data, headers } = await api.get(view.path, { database: view.database });
  view.tag = headers.get("ETag");
  if (session.can("write")) {
    view.deletion.disabled = false;
    view.form = new GrievanceForm(data, view.database);
    replace(view.body, editor(view));
  } else {
    replace(view.body, grievanceText(data));
  }
  showAround(view, data);
}

/** What depends on the grievance, but is no part of it. */
function showAround(view, grievance) {
  showDeadline(view, grievance);
  if (view.history) {
    view.history.show(view.database, view.key);
  }
}

async function showDeadline({ database, key, deadline }, { grievance_Resolved }) {
  if (grievance_Resolved) {
    replace(deadline, h("span", { class: "badge good" }, "✓ Resolved"), " ", time(grievance_Resolved));
    return;
  }
  try {
    const { data: [found] } = await api.get("/deadlines", { database, query: { grievance_Key: key } });
    replace(deadline, found ? dueText(found) : "Open, without a deadline");
  } catch {
    replace(deadline, "Open; its deadline cannot be told now");
  }
}

function dueText({ due, rule, overdue }) {
  return [
    h("span", { class: `badge ${overdue ? "bad" : "warn"}` }, overdue ? "! " : "", left(due)),
    " Due ", time(due), h("span", { class: "soft" }, ` by the rule “${rule}”`),
  ];
}

function editor(view) {
  view.state = h("p", { class: "soft grow", role: "status" });
  const form = h("form", { class: "stack", "aria-label": `Grievance ${view.key}` },
    view.form.sections,
    h("div", { class: "actions save" },
      h("button", { class: "primary" }, "Save"),
      h("button", { type: "button", onclick: () => discard(view) }, "Discard changes"),
      view.state));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(view, view.form.entered);
  });
  ["input", "change"].forEach((type) => form.addEventListener(type, () => noteChanges(view)));
  return form;
}

function noteChanges({ main, form, state }) {
  main.toggleAttribute("data-unsaved", form.isChanged);
  state.textContent = form.isChanged ? "Not saved yet" : "";
}

function discard(view) {
  take(view, view.form.grievance);
  replace(view.message);
}

/** Has the form show a state of the grievance that is stored. */
function take(view, stored) {
  view.form.grievance = stored;
  noteChanges(view);
}

async function save(view, entered) {
  const { form, database, path, tag } = view;
  if (view.isSaving) {
    return;
  }
  view.isSaving = true;
  form.forgetFaults();
  replace(view.message);
  view.state.textContent = "Saving…";
  try {
    const condition = { "If-Match": tag };
    const { data, headers } = await api.send("PUT", path, { database, json: entered, headers: condition });
    view.tag = headers.get("ETag");
    take(view, data);
    view.state.textContent = "Saved";
    showAround(view, data);
  } catch (failure) {
    noteChanges(view);
    await showRefusal(view, failure, entered);
  } finally {
    view.isSaving = false;
  }
}

function showRefusal(view, failure, entered) {
  switch (failure.status) {
    case 401:
      return null;
    case 404:
      return showMessage(view, problem(DELETED));
    case 412:
      return showConflict(view, entered);
    default:
      return showMessage(view, view.form.showFaults(failure));
  }
}

function showMessage({ message }, content) {
  replace(message, content);
  if (content) {
    message.scrollIntoView({ block: "nearest" });
  }
}

/** Shows what somebody else saved meanwhile beside what was entered here. */
async function showConflict(view, mine) {
  const before = view.form.grievance;
  try {
    const { data: theirs, headers } = await api.get(view.path, { database: view.database });
    const settle = (chosen) => settleConflict(view, { theirs, chosen, tag: headers.get("ETag") });
    const drop = () => settleConflict(view, { theirs, tag: headers.get("ETag") });
    showMessage(view, conflictForm({ before, theirs, mine, settle, discard: drop }));
    view.message.querySelector("h2").focus();
  } catch (failure) {
    showMessage(view, problem(failure.status === 404 ? DELETED : failure));
  }
}

function settleConflict(view, { theirs, chosen, tag }) {
  view.tag = tag;
  view.form.grievance = theirs;
  for (const [name, value] of Object.entries(chosen ?? {})) {
    if (value !== theirs[name]) {
      view.form.enter(name, value);
    }
  }
  noteChanges(view);
  replace(view.message);
  return chosen ? save(view, view.form.entered) : showAround(view, theirs);
}

async function remove(view) {
  const { database, path, tag, key, list, main, go } = view;
  const isSure = await ask(`Delete grievance ${key}?`, {
    detail: "It is gone from all lists then. Only its history, which administrators see, tells of it.",
    yes: "Delete",
    danger: true,
  });
  if (!isSure) {
    return;
  }
  try {
    await api.send("DELETE", path, { database, headers: { "If-Match": tag } });
    main.removeAttribute("data-unsaved");
    announce(`Grievance ${key} is deleted.`);
    go(list);
  } catch (failure) {
    showMessage(view, problem(failure.status === 412 ? CHANGED : failure));
  }
}
