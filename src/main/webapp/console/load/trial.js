/** The first rows of a file in a table: which member each column is for, and what would become of each row. */

import { h, replace } from "../dom.js";
import { FIELDS, label } from "../fields.js";
import { errorsOf } from "./errors.js";

const OUTCOMES = { 201: "New", 200: "Update" };
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
          h("thead", {}, h("tr", {}, head(hasLines(draft) ? "Line" : "Row"), head("Outcome"), heads)),
          this.#rows)));
  }

  /** @param outcomes one for each row; none if the rows could not be tried */
  showOutcomes(outcomes) {
    this.#showRows(outcomes);
  }

  #head(name, column) {
    const { isMapped, members } = this.#draft;
    const meaning = members[column] ? label(name) : "not imported";
    return h("th", { scope: "col" },
      h("span", { class: "column" }, name),
      isMapped ? this.#choice(name, column) : h("span", { class: "soft" }, meaning));
  }

  #choice(name, column) {
    const leaveOut = h("option", { value: "" }, "Don't import");
    const options = CHOICES.map((choice) => h("option", { value: choice.name }, choice.name));
    return h("select", {
      "aria-label": `Field for the column ${name}`,
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
    const { rows, sent } = this.#draft;
    replace(this.#rows, rows.map((row, index) =>
      this.#row({ row, sent: sent[index], number: row.line ?? index + 1 }, outcomes?.[index], isWaiting)));
  }

  #row({ row, sent, number }, outcome, isWaiting) {
    const isFaulty = outcome?.status >= 400;
    const { members, others } = isFaulty ? errorsOf(outcome) : { members: new Map(), others: [] };
    return h("tr", {},
      h("th", { scope: "row", class: "number" }, number),
      h("td", {},
        outcome && badge(outcome),
        isWaiting && h("span", { class: "skeleton" }),
        [...others, ...[...members.keys()].map(label)].map(error)),
      row.map((text, column) => this.#cell(text, sent[column], this.#draft.members[column], members)));
  }

  /** A value as it is sent, and below it as it is in the file if that is something else. */
  #cell(text, value, member, errors) {
    const reason = this.#draft.conversion?.of(member, text).error ?? (member && errors.get(member));
    return h("td", { class: reason ? "wrong" : member ? null : "soft" },
      h("span", { class: "value" }, value),
      value !== text && h("span", { class: "value soft" }, `in the file: ${text}`),
      reason && error(reason));
  }
}

customElements.define("trial-table", TrialTable);

function hasLines({ rows }) {
  return rows[0]?.line !== undefined;
}

function head(text) {
  return h("th", { scope: "col" }, text);
}

function badge({ status }) {
  return OUTCOMES[status]
    ? h("span", { class: "badge good" }, OUTCOMES[status])
    : h("span", { class: "badge bad" }, "Will be rejected");
}

function error(reason) {
  return h("span", { class: "error" }, reason);
}
