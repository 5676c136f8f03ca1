/** Enters a local time of the database: a date and, unless the whole day is meant, a time of day. */

import { h } from "./dom.js";

/**
 * Attributes: `control` (the id of the field for the date), `name`, and `label`. Its value is such as
 * "2025-03-01" or "2025-03-01T09:30:00", or empty.
 */
class DateTimeInput extends HTMLElement {
  #date = h("input", { type: "date", min: "0001-01-01", max: "9999-12-31" });
  #time = h("input", { type: "time", step: 1 });

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.#date.id = this.getAttribute("control");
    this.#date.name = this.getAttribute("name");
    this.#time.setAttribute("aria-label", `${this.getAttribute("label")}, time`);
    this.addEventListener("input", () => this.#requireDate());
    this.append(this.#date, this.#time);
  }

  /** A time of day alone is none. */
  #requireDate() {
    this.#time.setCustomValidity(this.#time.value && !this.#date.value ? "Enter a date." : "");
  }

  get control() {
    return this.#date;
  }

  get value() {
    const time = this.#time.value;
    const seconds = time.length === "09:30".length ? ":00" : "";
    return this.#date.value && time ? `${this.#date.value}T${time}${seconds}` : this.#date.value;
  }

  set value(local) {
    const [date, time = ""] = local.split("T");
    this.#date.value = date;
    this.#time.value = time;
    this.#requireDate();
  }
}

customElements.define("date-time-input", DateTimeInput);
