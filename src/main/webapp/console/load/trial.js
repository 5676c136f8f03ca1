/** The first rows of a file in a table: which member each column is for, and what would become of each row. */

import { h, replace } from "../dom.js";
import { FIELDS, label } from "../fields.js";
import { faultsOf } from "./faults.js";

const OUTCOMES = { 201: "Would be created", 200: "Would be updated" };
const CHOICES = FIELDS.toSorted((a, b) => a.name.localeCompare(b.name, "en"));

/** It fires `mapped` after another member was chosen for a column. */
export class TrialTable extends HTMLElement {
  #draft;
  #rows = h("tbody");

  show(draft) {
    this.#draft = draft;
    this.#showRows();
    const heads = draft.columns.map((name, column) => this.#head(name, column));
    replace(this,
      h("div", { class: "region", role: "region", tabindex: "0", "aria-label": "The first rows of the file" },
        h("table", { class: "trial" },
          h("thead", {}, h("tr", {}, head("Row"), head("Outcome"), heads)),
          this.#rows)));
  }

  /** @param outcomes one for each row; none when they could not be had */
  showOutcomes(outcomes) {
    this.#showRows(outcomes);
  }

  #head(name, column) {
    const { isMapped, members } = this.#draft;
    const meaning = members[column] ? label(name) : "not known: left out";
    return h("th", { scope: "col" },
      h("span", { class: "column" }, name || "(no name)"),
      isMapped ? this.#choice(name, column) : h("span", { class: "soft" }, meaning));
  }

  #choice(name, column) {
    const leaveOut = h("option", { value: "" }, "leave out");
    const options = CHOICES.map((choice) => h("option", { value: choice.name }, choice.name));
    return h("select", {
      "aria-label": `Member for the column ${name || column + 1}`,
      value: this.#draft.members[column] ?? "",
      onchange: ({ target }) => this.#map(column, target.value || null),
    }, leaveOut, options);
  }

  /** A member has one column: the one that had it before is left out. */
  #map(column, member) {
    const { members } = this.#draft;
    const before = member === null ? -1 : members.indexOf(member);
    if (before >= 0) {
      members[before] = null;
      this.querySelectorAll("select")[before].value = "";
    }
    members[column] = member;
    this.#showRows();
    this.dispatchEvent(new Event("mapped"));
  }

  /** Without outcomes, they are waited for. */
  #showRows(outcomes) {
    const isWaiting = outcomes === undefined;
    replace(this.#rows, this.#draft.rows.map((row, index) => this.#row(row, index, outcomes?.[index], isWaiting)));
  }

  #row(row, index, outcome, isWaiting) {
    const isFaulty = outcome?.status >= 400;
    const { members, others } = isFaulty ? faultsOf(outcome.body) : { members: new Map(), others: [] };
    return h("tr", {},
      h("th", { scope: "row", class: "number" }, index + 1),
      h("td", {},
        outcome && badge(outcome),
        isWaiting && h("span", { class: "skeleton" }),
        [...others, ...members.keys()].map(fault)),
      row.map((value, column) => this.#cell(value, this.#draft.members[column], members)));
  }

  #cell(value, member, faults) {
    const reason = member && faults.get(member);
    return h("td", { class: reason ? "faulty" : member ? null : "soft" },
      h("span", { class: "value" }, value),
      reason && fault(reason));
  }
}

customElements.define("trial-table", TrialTable);

function head(text) {
  return h("th", { scope: "col" }, text);
}

function badge({ status }) {
  return OUTCOMES[status]
    ? h("span", { class: "badge good" }, OUTCOMES[status])
    : h("span", { class: "badge bad" }, "Would be refused");
}

function fault(reason) {
  return h("span", { class: "fault" }, reason);
}
