/** Chooses a code of a list. A list without entries accepts any code, so that it is typed then. */

import { codesOf } from "./code-lists.js";
import { h, replace } from "./dom.js";
import { cleaning } from "./pasted-text.js";

/**
 * Attributes: `database`, `list` (its path), `control` (the id of the control, for its label), `name`,
 * `value`, and `blank` (what no code is called). A value that the list does not have stays choosable.
 */
class CodeSelect extends HTMLElement {
  async connectedCallback() {
    if (this.control) {
      return;
    }
    this.offer([]);
    const codes = await codesOf(this.getAttribute("database"), this.getAttribute("list")).catch(() => []);
    if (codes.length) {
      this.offer(codes);
    } else {
      this.show(cleaning(h("input", { ...this.naming(), value: this.value })));
    }
  }

  offer(codes) {
    const { value } = this;
    const others = value && !codes.includes(value) ? [value] : [];
    this.show(h("select", { ...this.naming(), value },
      h("option", { value: "" }, this.getAttribute("blank") ?? ""),
      [...others, ...codes].map((code) => h("option", { value: code }, code))));
  }

  /** Keeps the focus where the control is replaced while it has it. */
  show(control) {
    const hadFocus = this.contains(document.activeElement);
    for (const { name, value } of this.control?.attributes ?? []) {
      if (name.startsWith("aria-")) {
        control.setAttribute(name, value);
      }
    }
    replace(this, control);
    if (hadFocus) {
      control.focus();
    }
  }

  naming() {
    return { id: this.getAttribute("control"), name: this.getAttribute("name") };
  }

  get control() {
    return this.firstElementChild;
  }

  get value() {
    return this.control?.value ?? this.getAttribute("value") ?? "";
  }

  set value(value) {
    this.setAttribute("value", value ?? "");
    if (!this.control) {
      return;
    }
    if (this.control.options && ![...this.control.options].some((option) => option.value === value)) {
      this.control.append(h("option", { value }, value));
    }
    this.control.value = value ?? "";
  }
}

customElements.define("code-select", CodeSelect);
