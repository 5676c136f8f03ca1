/** Asks for what resolves a grievance. */

import { h } from "./dom.js";
import { FieldControl } from "./field-control.js";
import { field } from "./fields.js";

const MEMBERS = ["grievance_Status", "resolution_Type", "grievance_Resolved", "resolution"];

/**
 * Opens the dialog.
 *
 * @param grievance as it is entered; without a time, it is resolved now
 * @param resolve gets the members with their values
 */
export function openResolveDialog({ database, grievance, resolve }) {
  const now = new Date().toISOString().replace(/\.\d+/, "");
  const values = { ...grievance, grievance_Resolved: grievance.grievance_Resolved ?? now };
  const controls = MEMBERS.map((name) => [name, controlOf(name, values, database)]);
  const submit = (event) => {
    event.preventDefault();
    dialog.close();
    resolve(Object.fromEntries(controls.map(([name, control]) => [name, control.value])));
  };
  const dialog = h("dialog", { "aria-labelledby": "resolve", onclose: () => dialog.remove() },
    h("form", { class: "stack", onsubmit: submit },
      h("h2", { id: "resolve" }, "Resolve the grievance"),
      controls.map(([, { node }]) => node),
      h("div", { class: "actions" },
        h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
        h("button", { class: "primary" }, "Resolve"))));
  document.body.append(dialog);
  dialog.showModal();
}

/** Its name differs from that of the same member on the page. */
function controlOf(name, values, database) {
  const control = new FieldControl({ ...field(name), name: `resolve-${name}` }, values[name], { database });
  if (name === "grievance_Resolved") {
    control.require("Enter the date resolved.");
  }
  return control;
}
