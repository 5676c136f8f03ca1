/** The rows of a job that failed, in a table in which they can be mended and sent again. */

import { api } from "../api.js";
import { h, problem, replace } from "../dom.js";
import { FIELDS, field } from "../fields.js";
import { number } from "../format.js";
import { firstItems } from "./items.js";
import { Row } from "./row.js";

const MOST = 1000;
const PAGE = 25;

export class FailedRows extends HTMLElement {
  #database;
  #job;
  #editable;
  #rows = [];
  #columns = [];
  #page = 0;
  #leaving = new AbortController();
  #status = h("div", { role: "status" });
  #body = h("tbody");
  #actions = h("div", { class: "actions" });
  #pager = h("nav", { class: "actions", "aria-label": "Pages of rows" });

  disconnectedCallback() {
    this.#leaving.abort();
  }

  /** @param editable whether rows can be mended */
  async show(database, job, editable) {
    this.#editable = editable;
    this.#database = database;
    this.#job = job;
    replace(this, h("p", { class: "soft" }, "Reading the rows…"));
    try {
      await this.#read();
      this.#build();
    } catch (failure) {
      if (failure.name !== "AbortError") {
        replace(this, problem(failure));
      }
    }
  }

  async #read() {
    const { id, format } = this.#job;
    const { signal } = this.#leaving;
    const items = await firstItems({ database: this.#database, id, result: "failed", most: MOST, signal });
    const sent = sentBefore(id);
    this.#rows = items.map((item, index) => new Row(index + 1, item, format === "csv"))
      .filter((row) => !sent.has(row.number));
    this.#columns = columnsOf(this.#rows);
  }

  #build() {
    replace(this, this.#status, this.#actions,
      h("div", { class: "region", role: "region", tabindex: "0", "aria-label": "Rows that failed" },
        h("table", { class: "trial mend" },
          h("thead", {}, h("tr", {}, head("Row"), head("What is wrong"), this.#columns.map(head))),
          this.#body)),
      this.#pager);
    this.#showPage(0);
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
      h("span", { class: "soft" }, length ? this.#position(begin + 1, end) : "No rows are left here."));
  }

  #position(first, last) {
    const { failed } = this.#job;
    const more = failed > MOST ? ` (${number(failed)} have failed; the files have all of them)` : "";
    return `${number(first)} to ${number(last)} of ${number(this.#rows.length)}${more}`;
  }

  #turn(by) {
    this.#showPage(this.#page + by);
    this.querySelector(".region").scrollTop = 0;
  }

  #showActions() {
    if (!this.#editable) {
      return;
    }
    const mended = this.#rows.filter(({ isMended }) => isMended);
    this.closest(".page")?.toggleAttribute("data-unsaved", mended.length > 0);
    replace(this.#actions,
      h("button", { class: "primary", disabled: mended.length === 0, onclick: () => this.#send(mended) },
        mended.length ? `Send ${rows(mended.length)} that you mended` : "Send the mended rows"),
      h("button", { disabled: this.#rows.length === 0, onclick: () => this.#send(this.#rows) },
        `Send all ${rows(this.#rows.length)}`));
  }

  #row(row) {
    const { others, members } = row.faults;
    return h("tr", {},
      h("th", { scope: "row", class: "number" }, number(row.number)),
      h("td", {}, [...others, ...members.keys()].map((text) => h("span", { class: "fault" }, text))),
      this.#columns.map((name) => this.#cell(row, name)));
  }

  #cell(row, name) {
    const reason = row.faults.members.get(name);
    const id = `fault-${row.number}-${name}`;
    return h("td", { class: reason && "faulty" },
      this.#editable ? this.#input(row, name, reason && id) : h("span", { class: "value" }, row.values.get(name)),
      reason && h("span", { class: "fault", id }, reason));
  }

  #input(row, name, fault) {
    return h(field(name).kind === "long" ? "textarea" : "input", {
      "aria-label": `${name}, row ${row.number}`,
      "aria-invalid": fault && "true",
      "aria-describedby": fault,
      value: row.values.get(name),
      oninput: ({ target }) => {
        row.mend(name, target.value);
        this.#showActions();
      },
    });
  }

  async #send(chosen) {
    this.#actions.querySelectorAll("button").forEach((button) => button.disabled = true);
    try {
      const json = chosen.map((row) => row.item());
      const { data } = await api.send("PUT", "/grievances-batch", { database: this.#database, json });
      this.#take(chosen, data);
    } catch (failure) {
      replace(this.#status, problem(failure));
      this.#showActions();
    }
  }

  /** Rows that were applied leave the table, also when the job is looked at again. */
  #take(chosen, outcomes) {
    const applied = chosen.filter((_, index) => outcomes[index].status < 400);
    chosen.forEach((row, index) => row.answer(outcomes[index]));
    keepSent(this.#job.id, applied.map((row) => row.number));
    this.#rows = this.#rows.filter((row) => !applied.includes(row));
    this.#tell(applied.length, chosen.length - applied.length);
    this.#showPage(Math.min(this.#page, Math.max(0, Math.ceil(this.#rows.length / PAGE) - 1)));
  }

  #tell(applied, refused) {
    replace(this.#status, h("p", { class: refused ? "notice warn" : "notice" },
      `${rows(applied)} applied.`,
      refused > 0 && ` ${rows(refused)} refused again: look what is wrong now.`));
  }
}

customElements.define("failed-rows", FailedRows);

function head(text) {
  return h("th", { scope: "col" }, text);
}

function rows(count) {
  return count === 1 ? "1 row" : `${number(count)} rows`;
}

/** The key is first, then what has faults, then the rest of what was sent. */
function columnsOf(failed) {
  const faulty = new Set(failed.flatMap(({ faults }) => [...faults.members.keys()]));
  const sent = new Set(failed.flatMap(({ values }) => [...values.keys()]));
  const rank = (name) => (name === "grievance_Key" ? 0 : faulty.has(name) ? 1 : 2);
  const names = FIELDS.map(({ name }) => name).filter((name) => faulty.has(name) || sent.has(name));
  return names.sort((a, b) => rank(a) - rank(b));
}

/** The numbers of the rows of a job that were sent again and applied, in this window. */
function sentBefore(id) {
  return new Set(JSON.parse(sessionStorage.getItem(`sent again ${id}`) ?? "[]"));
}

function keepSent(id, numbers) {
  sessionStorage.setItem(`sent again ${id}`, JSON.stringify([...sentBefore(id), ...numbers]));
}
