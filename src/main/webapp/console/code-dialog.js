/** A dialog in which an entry of a list of codes is added or changed. */

import { api } from "./api.js";
import { entriesOf } from "./code-lists.js";
import { busy, h, problem, replace } from "./dom.js";
import { FieldControl } from "./field-control.js";
import { showErrors } from "./errors.js";

const CHANGED = {
  title: "Someone else changed this entry",
  detail: "Cancel, then open it again to see its current values.",
};

/** The path of an entry in the API. */
export function pathOf(list, code) {
  return `${list.path}/${encodeURIComponent(code)}`;
}

/**
 * Opens the dialog.
 *
 * @param entry `{data, tag}` of the entry to change; nothing to add one
 * @param saved called when the entry was saved
 */
export function openCodeDialog({ database, list, entry, saved }) {
  const controls = controlsFor(database, list, entry?.data);
  const flag = h("input", { type: "checkbox", id: "default", checked: entry?.data[list.flag] });
  const message = h("div");
  const submit = (event) => {
    event.preventDefault();
    busy(event.submitter, () => save({ database, list, entry, controls, flag, message, dialog, saved }));
  };
  const dialog = h("dialog", { "aria-labelledby": "entry", onclose: () => dialog.remove() },
    h("form", { onsubmit: submit },
      h("h2", { id: "entry" }, entry ? `Edit ${entry.data[list.code]}` : "Add code"),
      [...controls.values()].map(({ node }) => node),
      h("p", {}, flag, " ", h("label", { for: "default" }, "Default for new grievances")),
      message,
      h("div", { class: "actions" },
        h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
        h("button", { class: "primary" }, "Save"))));
  document.body.append(dialog);
  dialog.showModal();
}

/** The code of an entry stays as it is. */
function controlsFor(database, list, data) {
  const code = { name: list.code, label: "Code", kind: "text", max: 32 };
  const description = { name: "description", label: "Description", kind: "text", max: 256 };
  const controls = [new FieldControl(description, data?.description, { database })];
  if (!data) {
    controls.unshift(new FieldControl(code, null, { database, required: true }));
  }
  return new Map(controls.map((control) => [control.field.name, control]));
}

async function save({ database, list, entry, controls, flag, message, dialog, saved }) {
  controls.forEach((control) => {
    control.error = null;
  });
  const entered = Object.fromEntries([...controls].map(([name, control]) => [name, control.value]));
  try {
    if (!entry && await isKnown(database, list, entered[list.code])) {
      controls.get(list.code).error = "This code is already in the list.";
      return;
    }
    await store(database, list, entry, { ...entry?.data, ...entered, [list.flag]: flag.checked });
    dialog.close();
    saved();
  } catch (failure) {
    replace(message, failure.status === 412 ? problem(CHANGED) : showErrors(failure, controls));
  }
}

async function isKnown(database, list, code) {
  return (await entriesOf(database, list.path)).some((entry) => entry[list.code] === code);
}

function store(database, list, entry, json) {
  if (!entry) {
    return api.send("POST", list.path, { database, json });
  }
  const headers = { "If-Match": entry.tag };
  return api.send("PUT", pathOf(list, entry.data[list.code]), { database, json, headers });
}
