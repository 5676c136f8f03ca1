/** A grievance on the page, its members grouped by what they are about; writers can change it. */

import { h, replace } from "./dom.js";
import { FieldControl, fieldText } from "./field-control.js";
import { showErrors } from "./errors.js";
import { GROUPS, RECORD_FIELDS } from "./fields.js";

const CLOSED = /^(closed|resolved|completed?|dismissed|withdrawn)$/i;
const RESOLVED_NEEDED = "Enter the date resolved. Until then, the deadline keeps running.";

/** Whether a status says that nothing is left to do. */
export function isClosed(status) {
  return CLOSED.test(status ?? "");
}

/** The grievance as text. */
export function grievanceText(grievance) {
  return GROUPS.map((group) => h("section", { class: "card stack" },
    h("h2", {}, group.label),
    h("dl", { class: "fields" }, members(group).map((field) => fieldText(field, grievance[field.name])))));
}

/** The grievance in a form. */
export class GrievanceForm {
  #grievance;
  #controls = new Map();
  #kept = h("dl", { class: "fields" });

  constructor(grievance, database) {
    for (const field of RECORD_FIELDS.filter(({ kept }) => !kept)) {
      this.#controls.set(field.name, new FieldControl(field, grievance[field.name], { database }));
    }
    this.sections = GROUPS.map((group) => this.#section(group));
    this.show(grievance);
  }

  #section(group) {
    const controls = members(group).map(({ name }) => this.#controls.get(name)?.node).filter(Boolean);
    return h("fieldset", { class: "card stack" },
      h("legend", {}, h("h2", {}, group.label)),
      controls.length ? h("div", { class: "fields" }, controls) : this.#kept);
  }

  /**
   * Shows another state of it.
   *
   * @param sent what was entered when that state was asked for; what was entered later stays, as a change
   */
  show(grievance, sent = this.entered) {
    this.#grievance = grievance;
    for (const [name, control] of this.#controls) {
      const { value } = control;
      control.original = grievance[name];
      if (value !== sent[name]) {
        control.value = value;
      }
    }
    const kept = RECORD_FIELDS.filter((field) => field.kept);
    replace(this.#kept, kept.map((field) => fieldText(field, grievance[field.name])));
    this.askForResolution();
  }

  get grievance() {
    return this.#grievance;
  }

  /** All members as they are entered, for a request that replaces the grievance. */
  get entered() {
    const entered = [...this.#controls].map(([name, control]) => [name, control.value]);
    return { ...this.#grievance, ...Object.fromEntries(entered) };
  }

  get isChanged() {
    return [...this.#controls.values()].some((control) => control.isChanged);
  }

  enter(name, value) {
    this.#controls.get(name).value = value;
  }

  /** Whoever closes a grievance is asked when it was resolved, since its deadline runs until then. */
  askForResolution() {
    const status = this.#controls.get("grievance_Status");
    const isClosing = status.isChanged && isClosed(status.value);
    this.#controls.get("grievance_Resolved").require(isClosing ? RESOLVED_NEEDED : null);
  }

  forgetErrors() {
    this.#controls.forEach((control) => {
      control.error = null;
    });
  }

  /** @return a message of what is at no field, or null */
  showErrors(failure) {
    return showErrors(failure, this.#controls);
  }
}

function members(group) {
  return RECORD_FIELDS.filter((field) => field.group === group.name);
}
