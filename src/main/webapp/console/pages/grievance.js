/** One grievance: to read, and for writers to change and delete. */

import { addressOf } from "../address.js";
import { api, session } from "../api.js";
import { announce, ask, busy, h, problem, replace } from "../dom.js";
import { dueTime, left, time } from "../format.js";
import { ConflictForm } from "../grievance-conflict.js";
import { GrievanceForm, grievanceText, isClosed } from "../grievance-form.js";
import "../grievance-events.js";
import "../grievance-history.js";
import "../grievance-reads.js";
import "../grievance-summary.js";
import { assign, pathOf, read, save } from "../grievance-store.js";
import { openResolveDialog } from "../resolve-dialog.js";
import { listAddress, neighbors } from "../shown-list.js";

const DELETED = {
  title: "Someone else deleted this grievance",
  detail: "Your changes cannot be saved, but you can still copy them.",
};

const OPEN_THOUGH_CLOSED = "The date resolved is missing, so the deadline keeps running.";

const RESTORABLE = "This grievance was deleted. Restored, it is as it was before, and in all lists again.";

const CHANGED = {
  title: "Someone else changed this grievance",
  detail: "Open it again and check whether it should still be deleted.",
};

export default async function grievance({ main, database, params, go }) {
  const view = {
    main,
    database,
    key: params.key,
    list: listAddress(database, addressOf(database, "grievances")),
    go,
    deadline: h("p", { class: "deadline" }, h("span", { class: "skeleton" })),
    owner: h("p", { class: "owner" }),
    actions: h("div", { class: "actions" }),
    summary: h("grievance-summary"),
    message: h("div"),
    body: h("div", { class: "stack" }, h("div", { class: "card waiting" }, h("span", { class: "skeleton" }))),
    deletion: session.can("write") && h("button", { class: "danger", disabled: true, onclick: () => remove(view) }, "Delete"),
    events: regionOf("events"),
    history: session.can("administer") && regionOf("history"),
    reads: session.can("administer") && regionOf("reads"),
  };
  const end = view.deletion && h("div", { class: "actions" }, view.deletion);
  view.events.addEventListener("changed", () => takeAgain(view));
  replace(main,
    head(view), view.message, view.summary, view.events, view.body, view.history, view.reads, end);
  try {
    await show(view);
  } catch (failure) {
    await showDeleted(view, failure);
  }
}

/** Shows administrators the history of a grievance that is not there any more, and lets them restore it. */
async function showDeleted(view, failure) {
  if (failure.status !== 404 || !view.history || !(await hasHistory(view))) {
    throw failure;
  }
  const button = h("button", { class: "primary", onclick: () => busy(button, () => restore(view)) }, "Restore");
  replace(view.deadline, "Deleted");
  replace(view.body, h("div", { class: "card stack" }, h("p", {}, RESTORABLE), h("div", { class: "actions" }, button)));
  showPast(view);
}

function hasHistory({ database, key }) {
  return api.get(`${pathOf(key)}/history`, { database, query: { pageSize: 1 } }).then(() => true, () => false);
}

async function restore(view) {
  const { database, key } = view;
  try {
    await api.send("POST", `${pathOf(key)}/restore`, { database });
    showMessage(view, null);
    await show(view);
    announce(`Grievance ${key} restored.`);
  } catch (failure) {
    showMessage(view, problem(failure));
  }
}

function regionOf(what) {
  return h(`grievance-${what}`, { class: "card stack", role: "region", "aria-labelledby": what });
}

/** Shows administrators who changed it and who saw it. */
function showPast({ history, reads, database, key }) {
  history.show(database, key);
  reads.show(database, key);
}

function head(view) {
  const { previous, next } = neighbors(view.database, view.key);
  const step = (key, text) => key !== undefined
    && h("a", { href: `#${addressOf(view.database, `grievances/${key}`)}` }, text);
  return [
    h("nav", { class: "trail", "aria-label": "Breadcrumb" },
      h("a", { href: `#${view.list}` }, "Grievances"), step(previous, "Previous grievance"), step(next, "Next grievance")),
    h("div", { class: "head" },
      h("div", { class: "grow" }, h("h1", {}, `Grievance ${view.key}`), view.deadline, view.owner),
      view.actions),
  ];
}

async function show(view) {
  const { grievance, tag } = await read(view.database, view.key);
  view.tag = tag;
  if (session.can("write")) {
    view.deletion.disabled = false;
    view.form = new GrievanceForm(grievance, view.database);
    replace(view.body, editor(view));
  } else {
    replace(view.body, grievanceText(grievance));
  }
  view.events.show(view.database, view.key);
  showAround(view, grievance);
}

/** Takes over what an event changed; what is entered and not saved stays. */
async function takeAgain(view) {
  takeStored(view, await read(view.database, view.key), view.form.grievance);
}

/** The parts of the page that depend on the grievance. */
function showAround(view, grievance) {
  view.summary.show(grievance);
  showActions(view, grievance);
  showDeadline(view, grievance);
  showOwner(view, grievance);
  if (view.history) {
    showPast(view);
  }
}

function showOwner(view, { owner, queue }) {
  replace(view.owner,
    owner ? ["Owner: ", h("strong", {}, owner === session.user ? "you" : owner)] : "Nobody works on it",
    queue && ` · Queue: ${queue}`);
}

/** Offers the next steps of an open grievance to writers. */
function showActions(view, { owner, grievance_Resolved }) {
  const assigning = h("button", { onclick: () => busy(assigning, () => takeOver(view)) }, "Assign to me");
  const isOpen = session.can("write") && !grievance_Resolved;
  replace(view.actions, isOpen && [
    h("button", { class: "primary", onclick: () => openResolve(view) }, "Resolve…"),
    owner !== session.user && assigning,
  ]);
}

/** Saves the resolution together with all that is entered. */
function openResolve(view) {
  const resolve = (values) => {
    Object.entries(values).forEach(([name, value]) => view.form.enter(name, value));
    noteChanges(view);
    view.editor.requestSubmit();
  };
  openResolveDialog({ database: view.database, grievance: view.form.entered, resolve });
}

/** Makes the user the owner; what is entered and not saved stays. */
async function takeOver(view) {
  const { database, key, form } = view;
  try {
    takeStored(view, await assign(database, key, session.user), form.grievance);
    announce(`Grievance ${key} is assigned to you.`);
  } catch (failure) {
    await showRefusal(view, failure);
  }
}

async function showDeadline({ database, key, deadline }, { grievance_Resolved, grievance_Status }) {
  if (grievance_Resolved) {
    replace(deadline, h("span", { class: "badge good" }, "✓ Resolved"), " ", time(grievance_Resolved));
    return;
  }
  const openThough = isClosed(grievance_Status) && [" ", h("strong", {}, OPEN_THOUGH_CLOSED)];
  try {
    const { data: [found] } = await api.get("/deadlines", { database, query: { grievance_Key: key, kind: "DECISION" } });
    replace(deadline, found ? dueText(found) : "Open; no deadline", openThough);
  } catch {
    replace(deadline, "Open; deadline unavailable", openThough);
  }
}

function dueText({ rule, overdue, countedFrom, ...due }) {
  return [
    h("span", { class: `badge ${overdue ? "bad" : "warn"}` }, overdue ? "! " : "", left(due)),
    " Due ", dueTime(due), h("span", { class: "soft" }, ` (${rule} rule)`),
    countedFrom === "entry_Date" && h("span", { class: "soft" }, ", counted from entry: no date of receipt"),
  ];
}

function editor(view) {
  view.state = h("p", { class: "soft grow", role: "status" });
  const form = view.editor = h("form", { class: "stack editor", "aria-label": `Grievance ${view.key}` },
    view.form.sections,
    h("div", { class: "actions save" },
      h("button", { class: "primary" }, "Save"),
      h("button", { type: "button", onclick: () => discard(view) }, "Discard changes"),
      view.state));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(view, view.form.entered);
  });
  ["input", "change"].forEach((type) => form.addEventListener(type, () => noteChanges(view)));
  return form;
}

function noteChanges(view) {
  const { main, form, state, conflict } = view;
  main.toggleAttribute("data-unsaved", form.isChanged);
  state.textContent = form.isChanged ? "Unsaved changes" : "";
  form.askForResolution();
  conflict?.update(form.entered);
}

function discard(view) {
  take(view, view.form.grievance);
  showMessage(view, null);
}

/**
 * Has the form show a state of the grievance that is stored.
 *
 * @param sent what was entered when that state was asked for; all that is entered is given up without it
 */
function take(view, stored, sent) {
  view.form.show(stored, sent);
  noteChanges(view);
}

async function submit(view, entered) {
  const { form, database, key, tag } = view;
  if (view.isSaving) {
    return;
  }
  view.isSaving = true;
  form.forgetErrors();
  showMessage(view, null);
  view.state.textContent = "Saving…";
  try {
    takeStored(view, await save(database, key, { before: form.grievance, entered, tag }), entered);
    view.state.textContent = form.isChanged ? "Saved, except for changes made while saving" : "Saved";
  } catch (failure) {
    if (failure.stored) {
      takeStored(view, failure.stored, form.grievance);
    }
    noteChanges(view);
    await showRefusal(view, failure);
  } finally {
    view.isSaving = false;
  }
}

function takeStored(view, { grievance, tag }, sent) {
  view.tag = tag;
  take(view, grievance, sent);
  showAround(view, grievance);
}

function showRefusal(view, failure) {
  switch (failure.status) {
    case 401:
      return null;
    case 404:
      return showMessage(view, problem(DELETED));
    case 412:
      return showConflict(view);
    default:
      return showMessage(view, view.form.showErrors(failure));
  }
}

function showMessage(view, content) {
  view.conflict = null;
  replace(view.message, content);
  if (content) {
    view.message.scrollIntoView({ block: "nearest" });
  }
}

/** Shows the values that somebody else has saved meanwhile next to those that are entered here. */
async function showConflict(view) {
  const { form, database, key } = view;
  try {
    const { grievance: theirs, tag } = await read(database, key);
    const settle = (chosen) => settleConflict(view, { theirs, tag, chosen });
    const conflict = new ConflictForm({
      before: form.grievance, theirs, mine: form.entered, settle, discard: () => settle(null),
    });
    showMessage(view, conflict.node);
    view.conflict = conflict;
    conflict.node.querySelector("h2").focus();
  } catch (failure) {
    showMessage(view, problem(failure.status === 404 ? DELETED : failure));
  }
}

/**
 * Saves what was chosen, if it passes the checks of the form.
 *
 * @param chosen the members that are mine; null when theirs are to stay
 */
function settleConflict(view, { theirs, tag, chosen }) {
  showMessage(view, null);
  view.tag = tag;
  take(view, theirs);
  Object.entries(chosen ?? {}).forEach(([name, value]) => view.form.enter(name, value));
  noteChanges(view);
  return chosen ? view.editor.requestSubmit() : showAround(view, theirs);
}

async function remove(view) {
  const { database, tag, key, list, main, go } = view;
  const isSure = await ask(`Delete grievance ${key}?`, {
    detail: "It will be removed from all lists. Administrators can still see its history, and restore it.",
    yes: "Delete",
    danger: true,
  });
  if (!isSure) {
    return;
  }
  try {
    await api.send("DELETE", pathOf(key), { database, headers: { "If-Match": tag } });
    main.removeAttribute("data-unsaved");
    announce(`Grievance ${key} deleted.`);
    go(list);
  } catch (failure) {
    showMessage(view, problem(failure.status === 412 ? CHANGED : failure));
  }
}
