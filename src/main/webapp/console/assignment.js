/** Assigns the grievances that are selected in a list, in one batch. */

import { api, session } from "./api.js";
import { announce, busy, h, problem, replace } from "./dom.js";
import { showErrors } from "./errors.js";
import { FieldControl } from "./field-control.js";
import { CASE_FIELDS } from "./fields.js";
import { number } from "./format.js";

const MEMBERS = ["owner", "queue"];
const HINT = "A field that is left blank stays as it is in each grievance.";

/**
 * Asks for an owner and a queue.
 *
 * @param keys of the grievances
 * @param done called when all were assigned that could be
 */
export function openAssignment({ database, keys, done }) {
  const controls = new Map(MEMBERS.map((name) => [name, controlOf(name, database)]));
  const message = h("div", { role: "status" });
  const submit = (event) => {
    event.preventDefault();
    busy(event.submitter, () => assign({ database, keys, controls, message, dialog, done }));
  };
  const dialog = h("dialog", { "aria-labelledby": "assignment", onclose: () => dialog.remove() },
    h("form", { class: "stack", onsubmit: submit },
      h("h2", { id: "assignment" }, `Assign ${count(keys.length)}`),
      h("p", { class: "soft" }, HINT),
      [...controls.values()].map(({ node }) => node),
      message,
      h("div", { class: "actions" },
        h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
        h("button", { class: "primary" }, "Assign"))));
  document.body.append(dialog);
  dialog.showModal();
}

function controlOf(name, database) {
  const { label, max } = CASE_FIELDS.find((field) => field.name === name);
  const control = new FieldControl({ name: `assigned-${name}`, label, kind: "text", max }, null, { database });
  control.value = name === "owner" ? session.user : "";
  return control;
}

function count(grievances) {
  return `${number(grievances)} grievance${grievances === 1 ? "" : "s"}`;
}

async function assign({ database, keys, controls, message, dialog, done }) {
  const chosen = [...controls].filter(([, control]) => control.value !== null);
  const values = Object.fromEntries(chosen.map(([name, control]) => [name, control.value]));
  const json = keys.map((key) => ({ grievance_Key: key, ...values }));
  try {
    const { data } = await api.send("PUT", "/grievance-cases-batch", { database, query: { merge: true }, json });
    const failed = data.filter(({ status }) => status !== 200);
    done();
    if (failed.length === 0) {
      announce(`${count(keys.length)} assigned.`);
      dialog.close();
    } else {
      replace(message, rejected(failed, keys.length));
    }
  } catch (failure) {
    replace(message, showErrors(failure, controls) ?? problem(failure));
  }
}

function rejected(failed, all) {
  return [
    h("p", { class: "problem" }, `${number(all - failed.length)} assigned, ${number(failed.length)} rejected:`),
    h("ul", {}, failed.map(({ id: [{ value }], body }) => h("li", {}, `Grievance ${value}: ${body}`))),
  ];
}
