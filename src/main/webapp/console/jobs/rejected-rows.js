/** The rejected rows of a job, in a table in which they can be corrected and resubmitted. */

import { api } from "../api.js";
import { h, problem, replace } from "../dom.js";
import { FIELDS, field, label } from "../fields.js";
import { number } from "../format.js";
import { addCorrected, corrected, watchCorrected } from "./corrected.js";
import { firstItems } from "./items.js";
import { Row } from "./row.js";

const MAX_ROWS = 1000;
const PAGE = 25;

export class RejectedRows extends HTMLElement {
  #database;
  #job;
  #editable;
  #rows = [];
  #columns = [];
  #page = 0;
  #leaving = new AbortController();
  #unwatch = () => {};
  #status = h("div", { role: "status" });
  #body = h("tbody");
  #actions = h("div", { class: "actions" });
  #pager = h("nav", { class: "actions", "aria-label": "Pages of rows" });

  disconnectedCallback() {
    this.#leaving.abort();
    this.#unwatch();
  }

  /** @param editable whether rows can be corrected */
  async show(database, job, editable) {
    this.#editable = editable;
    this.#database = database;
    this.#job = job;
    replace(this, h("p", { class: "soft" }, "Reading the rows…"));
    try {
      await this.#read();
      this.#build();
      this.#unwatch();
      this.#unwatch = watchCorrected(job.id, () => this.#follow());
    } catch (failure) {
      if (failure.name !== "AbortError") {
        replace(this, problem(failure));
      }
    }
  }

  async #read() {
    const { id, format } = this.#job;
    const { signal } = this.#leaving;
    const items = await firstItems({ database: this.#database, id, result: "failed", most: MAX_ROWS, signal });
    const known = corrected(id);
    this.#rows = items.map(({ item, text }, index) => new Row(index + 1, item, text, format === "csv"))
      .filter((row) => !known.has(row.number));
    this.#columns = columnsOf(this.#rows);
  }

  #build() {
    replace(this, this.#status, this.#actions,
      h("div", { class: "region", role: "region", tabindex: "0", "aria-label": "Rejected rows" },
        h("table", { class: "trial correct" },
          h("thead", {}, h("tr", {}, head(this.#hasLines() ? "Line" : "Row"), head("Errors"), this.#columns.map(head))),
          this.#body)),
      this.#pager);
    this.#showCorrected();
    this.#showPage(0);
  }

  #hasLines() {
    return this.#rows.some(({ line }) => line !== null);
  }

  #showPage(page) {
    this.#page = page;
    const begin = page * PAGE;
    replace(this.#body, this.#rows.slice(begin, begin + PAGE).map((row) => this.#row(row)));
    this.#showPager(begin);
    this.#showActions();
  }

  #showPager(begin) {
    const { length } = this.#rows;
    const end = Math.min(begin + PAGE, length);
    const turn = (text, by, isThere) => h("button", { disabled: !isThere, onclick: () => this.#turn(by) }, text);
    replace(this.#pager,
      turn("Previous", -1, begin > 0),
      turn("Next", 1, end < length),
      h("span", { class: "soft" }, length ? this.#position(begin + 1, end) : "No rejected rows left."));
  }

  #position(first, last) {
    const { failed } = this.#job;
    const more = failed > MAX_ROWS ? ` (${number(failed)} were rejected; download them to see all)` : "";
    return `${number(first)}–${number(last)} of ${number(this.#rows.length)}${more}`;
  }

  #turn(by) {
    this.#showPage(this.#page + by);
    this.querySelector(".region").scrollTop = 0;
  }

  #showActions() {
    if (!this.#editable) {
      return;
    }
    const changed = this.#rows.filter(({ isCorrected }) => isCorrected);
    this.closest(".page")?.toggleAttribute("data-unsaved", changed.length > 0);
    replace(this.#actions,
      h("button", { class: "primary", disabled: changed.length === 0, onclick: () => this.#send(changed) },
        changed.length ? `Resubmit ${rows(changed.length, "corrected ")}` : "Resubmit corrected rows"),
      h("button", { disabled: this.#rows.length === 0, onclick: () => this.#send(this.#rows) },
        `Resubmit all ${rows(this.#rows.length)}`));
  }

  #row(row) {
    const { others, members } = row.errors;
    return h("tr", {},
      h("th", { scope: "row", class: "number" }, number(row.line ?? row.number)),
      h("td", {}, [...others, ...[...members.keys()].map(label)].map((text) => h("span", { class: "error" }, text)),
        [...row.surplus.values()].map((value) => h("span", {}, `not in a column: ${value}`))),
      this.#columns.map((name) => this.#cell(row, name)));
  }

  #cell(row, name) {
    const reason = row.errors.members.get(name);
    const id = `error-${row.number}-${name}`;
    return h("td", { class: reason && "wrong" },
      this.#editable ? this.#input(row, name, reason && id) : h("span", { class: "value" }, row.values.get(name)),
      reason && h("span", { class: "error", id }, reason));
  }

  #input(row, name, error) {
    return h(field(name).kind === "long" ? "textarea" : "input", {
      "aria-label": `${name}, ${row.place}`,
      "aria-invalid": error && "true",
      "aria-describedby": error,
      value: row.values.get(name),
      oninput: ({ target }) => {
        row.correct(name, target.value);
        this.#showActions();
      },
    });
  }

  async #send(chosen) {
    this.#actions.querySelectorAll("button").forEach((button) => button.disabled = true);
    try {
      const body = chosen.map((row) => row.json()).join("\n");
      const { method, query } = sendingOf(this.#job);
      const options = { database: this.#database, query, type: "application/x-ndjson", body };
      const { data } = await api.send(method, "/grievances-batch", options);
      this.#take(chosen, data);
    } catch (failure) {
      replace(this.#status, problem(failure));
      this.#showActions();
    }
  }

  /** Rows that were loaded leave the table, in all tabs and when the job is opened again. */
  #take(chosen, outcomes) {
    const applied = chosen.filter((_, index) => outcomes[index].status < 400);
    chosen.forEach((row, index) => row.answer(outcomes[index]));
    addCorrected(this.#job.id, applied.map((row) => row.number));
    this.#rows = this.#rows.filter((row) => !applied.includes(row));
    this.#tell(applied.length, chosen.length - applied.length);
    this.#showPage(this.#lastPage());
  }

  /** Another tab has resubmitted rows. What is typed here stays. */
  #follow() {
    const known = corrected(this.#job.id);
    const before = this.#rows.length;
    this.#rows = this.#rows.filter((row) => row.isCorrected || !known.has(row.number));
    if (this.#rows.length < before) {
      this.#showCorrected();
      this.#showPage(this.#lastPage());
    }
  }

  #lastPage() {
    return Math.min(this.#page, Math.max(0, Math.ceil(this.#rows.length / PAGE) - 1));
  }

  #showCorrected() {
    const { size } = corrected(this.#job.id);
    replace(this.#status, size > 0 && h("p", { class: "notice" },
      `${rows(size)} corrected and resubmitted; no longer shown here or in the downloads.`));
  }

  #tell(applied, refused) {
    replace(this.#status, h("p", { class: refused ? "notice warn" : "notice" },
      `${rows(applied)} loaded.`,
      refused > 0 && ` ${rows(refused)} rejected again; see the errors below.`));
  }
}

customElements.define("rejected-rows", RejectedRows);

function head(text) {
  return h("th", { scope: "col" }, text);
}

function rows(count, kind = "") {
  return count === 1 ? `1 ${kind}row` : `${number(count)} ${kind}rows`;
}

/** Rows are sent again in the same way as the job sent them. */
function sendingOf({ action, merge, only }) {
  return action === "create"
    ? { method: "POST", query: {} }
    : { method: "PUT", query: { merge, ...(only && { only }) } };
}

/** The key is first, then what has errors, then the rest of what was sent. */
function columnsOf(failed) {
  const wrong = new Set(failed.flatMap(({ errors }) => [...errors.members.keys()]));
  const sent = new Set(failed.flatMap(({ values }) => [...values.keys()]));
  const rank = (name) => (name === "grievance_Key" ? 0 : wrong.has(name) ? 1 : 2);
  const names = FIELDS.map(({ name }) => name).filter((name) => wrong.has(name) || sent.has(name));
  return names.sort((a, b) => rank(a) - rank(b));
}
