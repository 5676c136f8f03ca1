/** Lets the reader choose a file, or drop it anywhere on the page. */

import { h, replace } from "../dom.js";

const TAKEN = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.gz";

/** It fires `choose` with the file. */
export class FileDrop extends HTMLElement {
  #over = (event) => this.#drag(event, true);
  #leave = (event) => this.#drag(event, event.relatedTarget !== null);
  #drop = (event) => {
    this.#drag(event, false);
    this.#choose(event.dataTransfer.files[0]);
  };

  connectedCallback() {
    const input = h("input", { type: "file", accept: TAKEN, onchange: ({ target }) => this.#choose(target.files[0]) });
    replace(this,
      h("label", { class: "drop" },
        h("strong", {}, "Choose a file, or drop it here"),
        h("span", { class: "soft" }, "CSV, JSON or NDJSON, any size (.gz too)"),
        input));
    addEventListener("dragover", this.#over);
    addEventListener("dragleave", this.#leave);
    addEventListener("drop", this.#drop);
  }

  disconnectedCallback() {
    removeEventListener("dragover", this.#over);
    removeEventListener("dragleave", this.#leave);
    removeEventListener("drop", this.#drop);
  }

  #drag(event, isOver) {
    event.preventDefault();
    this.firstElementChild.classList.toggle("over", isOver);
  }

  #choose(file) {
    if (file) {
      this.dispatchEvent(new CustomEvent("choose", { detail: file }));
    }
  }
}

customElements.define("file-drop", FileDrop);
