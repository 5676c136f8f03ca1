/** Members of a grievance on the page: controls to enter them, or their texts. */

import "./code-select.js";
import "./date-time-input.js";
import { h, replace } from "./dom.js";
import { entered, number, time } from "./format.js";
import { localTime } from "./local-time.js";
import { clean, cleaning } from "./pasted-text.js";

/** A value as people read it. */
export function shown({ kind, texts }, value) {
  if (value === null || value === undefined || value === "") {
    return h("span", { class: "soft" }, "none");
  }
  if (kind === "date") {
    return isInstant(value) ? time(value) : entered(value);
  }
  return texts?.[value] ?? String(value);
}

/** Whether two values are the same; a local time as it was entered is that of the service's. */
export function isSame(field, one, other) {
  const isEntered = field.kind === "date" && !(isInstant(one) && isInstant(other));
  return isEntered ? asEntered(field, one) === asEntered(field, other) : (one ?? null) === (other ?? null);
}

/** The service writes times in UTC; what is entered is local. */
function isInstant(value) {
  return value?.endsWith("Z") ?? false;
}

/** The text of a member, with its label. */
export function fieldText(field, value) {
  return h("div", { class: field.kind === "long" ? "field wide" : "field" },
    h("dt", { class: "label" }, field.label),
    h("dd", { class: "value" }, shown(field, value)));
}

/** A control for a member, with its label and its error. A value that nobody touches stays exactly as it was. */
export class FieldControl {
  #control;
  #error;
  #count = h("p", { class: "count" });
  #original;
  #untouched;
  #isMissing = false;

  constructor(field, value, { database, required = false } = {}) {
    this.field = field;
    const id = `field-${field.name}`;
    this.#control = controlFor(field, { id, database, required });
    this.#error = h("p", { class: "error", id: `${id}-error`, hidden: true });
    this.node = h("div", { class: field.kind === "long" ? "field wide" : "field" },
      h("label", { for: id }, field.label), this.#control, field.kind === "long" && this.#count, this.#error);
    ["input", "change"].forEach((type) => this.#control.addEventListener(type, () => this.#showLength()));
    this.original = value;
  }

  get original() {
    return this.#original;
  }

  set original(value) {
    this.#original = value ?? null;
    this.#control.value = asEntered(this.field, value);
    this.#untouched = this.#control.value;
    this.error = null;
    this.#showLength();
  }

  get value() {
    const entered = this.#control.value;
    return entered === this.#untouched ? this.#original : parsed(this.field, entered);
  }

  set value(value) {
    this.#control.value = value === this.#original ? this.#untouched : asEntered(this.field, value);
    this.#showLength();
  }

  /** Has the form ask for a value, and say why; null when the control may be empty again. */
  require(reason) {
    const isMissing = reason !== null && !this.#control.value;
    this.#input.required = reason !== null;
    if (isMissing !== this.#isMissing) {
      this.error = isMissing ? reason : null;
    }
    this.#isMissing = isMissing;
  }

  get isChanged() {
    return this.#control.value !== this.#untouched;
  }

  set error(text) {
    const input = this.#input;
    this.#error.hidden = !text;
    replace(this.#error, text);
    input.toggleAttribute("aria-invalid", false);
    if (text) {
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", this.#error.id);
    }
  }

  /** Nothing is cut: what is too long is refused before it is sent. Lengths count UTF-16 units, as in the service. */
  #showLength() {
    const { max = Infinity, kind } = this.field;
    const { length } = textOf(this.field, this.#control.value);
    const isTooLong = length > max && this.isChanged;
    const reason = isTooLong ? `Too long (${number(length)} characters; maximum ${number(max)}).` : "";
    if (isTooLong || this.#input.validity?.customError) {
      this.error = reason;
    }
    this.#input.setCustomValidity?.(reason);
    this.#count.textContent = kind === "long" ? `${number(length)} of ${number(max)} characters` : "";
  }

  focus() {
    this.#input.focus();
  }

  /** Within a select of codes, its control. */
  get #input() {
    return this.#control.control ?? this.#control;
  }
}

function controlFor({ kind, name, label, max, list, texts }, { id, database, required }) {
  switch (kind) {
    case "code":
      return h("code-select", { database, list, control: id, name });
    case "date":
      return h("date-time-input", { control: id, name, label });
    case "choice":
      return h("select", { id, name, value: "" },
        h("option", { value: "" }, "Not known"),
        Object.entries(texts).map(([value, text]) => h("option", { value }, text)));
    case "integer":
      return cleaning(h("input", { id, name, inputmode: "numeric", pattern: "-?[0-9]{1,10}", title: "A whole number" }));
    case "long":
      return h("textarea", { id, name });
    default:
      return cleaning(h("input", { id, name, required, title: `At most ${max} characters` }));
  }
}

function asEntered({ kind }, value) {
  return kind === "date" && isInstant(value) ? localTime(value) : String(value ?? "");
}

/** A local time is sent as it is: the service knows the zone of the database, and says which times it lacks. */
function parsed(field, entered) {
  const text = textOf(field, entered);
  if (text === "") {
    return null;
  }
  switch (field.kind) {
    case "integer":
      return Number(text);
    case "choice":
      return "true" in field.texts ? text === "true" : text;
    default:
      return text;
  }
}

function textOf({ kind }, entered) {
  return kind === "long" ? entered : clean(entered);
}
