/** Members of a grievance on the page: controls to enter them, or their texts. */

import "./code-select.js";
import { h, replace } from "./dom.js";
import { number, time } from "./format.js";
import { inUtc, localTime } from "./local-time.js";

/** A value as people read it. */
export function shown({ kind }, value) {
  if (value === null || value === undefined || value === "") {
    return h("span", { class: "soft" }, "none");
  }
  return kind === "date" ? time(value) : String(value);
}

/** The text of a member, with its label. */
export function fieldText(field, value) {
  return h("div", { class: field.kind === "long" ? "field wide" : "field" },
    h("dt", { class: "label" }, field.label),
    h("dd", { class: "value" }, shown(field, value)));
}

/** A control for a member, with its label and its fault. A value that nobody touches stays exactly as it was. */
export class FieldControl {
  #control;
  #fault;
  #count = h("p", { class: "count" });
  #original;
  #untouched;

  constructor(field, value, { database, required = false } = {}) {
    this.field = field;
    const id = `field-${field.name}`;
    this.#control = controlFor(field, { id, database, required });
    this.#fault = h("p", { class: "fault", id: `${id}-fault`, hidden: true });
    this.node = h("div", { class: field.kind === "long" ? "field wide" : "field" },
      h("label", { for: id }, field.label), this.#control, field.kind === "long" && this.#count, this.#fault);
    this.#control.addEventListener("input", () => this.#showCount());
    this.original = value;
  }

  get original() {
    return this.#original;
  }

  set original(value) {
    this.#original = value ?? null;
    this.#control.value = asEntered(this.field, value);
    this.#untouched = this.#control.value;
    this.fault = null;
    this.#showCount();
  }

  get value() {
    const entered = this.#control.value;
    return entered === this.#untouched ? this.#original : parsed(this.field, entered);
  }

  set value(value) {
    this.#control.value = value === this.#original ? this.#untouched : asEntered(this.field, value);
    this.#showCount();
  }

  get isChanged() {
    return this.#control.value !== this.#untouched;
  }

  set fault(text) {
    const input = this.#input;
    this.#fault.hidden = !text;
    replace(this.#fault, text);
    input?.toggleAttribute("aria-invalid", false);
    if (text) {
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", this.#fault.id);
    }
  }

  #showCount() {
    const { length } = this.#control.value;
    this.#count.textContent = `${number(length)} of ${number(this.field.max ?? 0)} characters`;
  }

  focus() {
    this.#input.focus();
  }

  /** Within a select of codes, its control. */
  get #input() {
    return this.#control.control ?? this.#control;
  }
}

function controlFor({ kind, name, max, list }, { id, database, required }) {
  switch (kind) {
    case "code":
      return h("code-select", { database, list, control: id, name });
    case "date":
      return h("input", { id, name, type: "datetime-local", step: 1, max: "9999-12-31T23:59:59" });
    case "integer":
      return h("input", { id, name, inputmode: "numeric", pattern: "-?[0-9]{1,10}", title: "A whole number" });
    case "long":
      return h("textarea", { id, name, maxlength: max });
    default:
      return h("input", { id, name, maxlength: max, required, title: `At most ${max} characters` });
  }
}

function asEntered({ kind }, value) {
  return kind === "date" ? localTime(value) : String(value ?? "");
}

function parsed({ kind }, entered) {
  if (entered === "") {
    return null;
  }
  switch (kind) {
    case "date":
      return inUtc(entered);
    case "integer":
      return Number(entered);
    default:
      return entered;
  }
}
