/** A chosen file before it is sent: its first rows are tried, and it can be loaded or only checked. */

import { api } from "../api.js";
import { announce, h, problem, replace } from "../dom.js";
import { bytes, number } from "../format.js";
import "./trial.js";

const KEY = "grievance_Key";
const DELAY = 300;
const PACKED = "It is packed, and sent as it is. Its columns must have the names of the members.";
const GUARDED = " Take off the apostrophes that an export or a file of failed rows has before formulas";
const OTHER_CHARSET = "This file is not in UTF-8. It is taken for Windows-1252, which spreadsheets write on Windows: "
  + "look whether letters with accents are right.";

/** It fires `send`, with whether the file is only checked. */
export class DraftView extends HTMLElement {
  #draft;
  #database;
  #table;
  #status = h("div", { class: "trial-status stack" });
  #buttons = [
    h("button", { class: "primary", onclick: () => this.#send(false) }, "Load the file"),
    h("button", { onclick: () => this.#send(true) }, "Only check the whole file"),
  ];
  #timer;
  #attempt = 0;

  show(database, draft) {
    this.#database = database;
    this.#draft = draft;
    this.#table = draft.packed ? null : h("trial-table", { onmapped: () => this.#tryAfterwards() });
    replace(this, this.#head(), encoding(draft), this.#guard(), this.#status, this.#table);
    if (draft.packed) {
      replace(this.#status, h("p", { class: "soft" }, PACKED));
    } else {
      this.#table.show(draft);
      this.#try();
    }
  }

  #head() {
    const { file, about } = this.#draft;
    return h("div", { class: "head" },
      h("div", { class: "grow" },
        h("h2", {}, file.name),
        h("p", { class: "soft" }, `${about} · ${bytes(file.size)}`)),
      this.#buttons);
  }

  #guard() {
    const { looksGuarded, guarded } = this.#draft;
    return looksGuarded && h("p", {}, h("label", {},
      h("input", { type: "checkbox", checked: guarded, onchange: ({ target }) => this.#setGuarded(target.checked) }),
      GUARDED));
  }

  #setGuarded(guarded) {
    this.#draft.guarded = guarded;
    if (!this.#draft.packed) {
      this.#table.show(this.#draft);
      this.#try();
    }
  }

  #send(dryRun) {
    this.dispatchEvent(new CustomEvent("send", { detail: { dryRun } }));
  }

  #tryAfterwards() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#try(), DELAY);
  }

  /** Only the outcome of the last attempt is shown. */
  async #try() {
    const attempt = ++this.#attempt;
    const isReady = this.#draft.members.includes(KEY);
    this.#buttons.forEach((button) => button.disabled = !isReady);
    if (!isReady) {
      return this.#tell(h("p", { class: "notice warn" },
        "No column is for ", h("b", {}, KEY), ", the number of a grievance. Choose one below."));
    }
    if (this.#draft.rows.length === 0) {
      return this.#tell(h("p", { class: "notice" }, "There are no rows after the names of the columns."));
    }
    this.#tell(h("p", { class: "soft" }, "Trying the first rows…"));
    const shown = await this.#outcome();
    if (attempt === this.#attempt) {
      shown();
    }
  }

  async #outcome() {
    try {
      const outcomes = await this.#run();
      return () => {
        this.#table.showOutcomes(outcomes);
        this.#tell(summary(this.#draft, outcomes));
      };
    } catch (failure) {
      return () => {
        this.#table.showOutcomes([]);
        replace(this.#status, problem(failure), h("button", { onclick: () => this.#try() }, "Try again"));
      };
    }
  }

  async #run() {
    const sample = await this.#draft.sample();
    const options = { database: this.#database, query: { dryRun: true }, ...sample };
    return (await api.send("PUT", "/grievances-batch", options)).data;
  }

  #tell(node) {
    replace(this.#status, node);
    announce(node.textContent);
  }
}

customElements.define("draft-view", DraftView);

function encoding({ charset }) {
  return charset !== "utf-8" && h("p", { class: "notice warn" }, OTHER_CHARSET);
}

function summary({ rows, all }, outcomes) {
  const count = (fits) => outcomes.filter(({ status }) => fits(status)).length;
  const created = count((status) => status === 201);
  const updated = count((status) => status === 200);
  const refused = count((status) => status >= 400);
  return h("p", { class: refused ? "notice warn" : "notice" },
    all ? `Of all ${number(rows.length)} rows, ` : `Of the first ${number(rows.length)} rows, `,
    h("b", {}, number(created)), " would be created, ",
    h("b", {}, number(updated)), " updated and ",
    h("b", {}, number(refused)), " refused. Nothing is stored yet.");
}
