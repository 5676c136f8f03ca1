/** Settles, member by member, what two people changed in the same grievance at the same time. */

import { h } from "./dom.js";
import { shown } from "./field-control.js";
import { FIELDS } from "./fields.js";
import { ago, time } from "./format.js";

/** The members that are not the same in their grievance and in mine. */
function differences(theirs, mine) {
  return FIELDS.filter(({ kept, name }) => !kept && (theirs[name] ?? null) !== (mine[name] ?? null));
}

/**
 * A form with the choice between theirs and mine for each member that differs. What only one of
 * the two changed is chosen already; `settle` is called with the grievance as it was chosen.
 */
export function conflictForm({ before, theirs, mine, settle, discard }) {
  const fields = differences(theirs, mine);
  const submit = (event) => {
    event.preventDefault();
    settle(chosen(form, fields, theirs, mine));
  };
  const form = h("form", { class: "card stack conflict", "aria-labelledby": "conflict", onsubmit: submit },
    h("h2", { id: "conflict", tabindex: -1 }, "Somebody else changed this grievance"),
    told(theirs),
    fields.map((field) => choice(field, { before, theirs, mine })),
    fields.length === 0 && h("p", {}, "It has the same values as yours, so that there is nothing to choose."),
    h("div", { class: "actions" },
      h("button", { class: "primary" }, "Save with these choices"),
      h("button", { type: "button", onclick: discard }, "Discard mine")));
  return form;
}

function told({ update_User, update_Date }) {
  return h("p", {},
    h("strong", {}, update_User ?? "Somebody"), " saved it ", ago(update_Date), " (", time(update_Date), "), ",
    "after you had opened it. Nothing of yours is saved yet. Choose what shall stand, and save again.");
}

function choice(field, { before, theirs, mine }) {
  const { name, label } = field;
  const isTheirs = mine[name] === (before[name] ?? null);
  const isMine = !isTheirs && theirs[name] === (before[name] ?? null);
  return h("fieldset", { class: "choices" },
    h("legend", {}, h("h3", {}, label)),
    option(field, "theirs", "Take theirs", theirs[name], isTheirs),
    option(field, "mine", "Keep mine", mine[name], isMine));
}

function option(field, side, text, value, checked) {
  return h("label", { class: "option" },
    h("input", { type: "radio", name: field.name, value: side, checked, required: true }),
    h("span", {}, h("strong", {}, text), h("span", { class: "value" }, shown(field, value))));
}

function chosen(form, fields, theirs, mine) {
  const kept = fields.filter(({ name }) => form.elements[name].value === "mine");
  return { ...theirs, ...Object.fromEntries(kept.map(({ name }) => [name, mine[name]])) };
}
