/** Settles, member by member, what two people changed in the same grievance at the same time. */

import { h, replace } from "./dom.js";
import { isSame, shown } from "./field-control.js";
import { RECORD_FIELDS } from "./fields.js";
import { ago, time } from "./format.js";

/**
 * A form with the choice between theirs and mine for each member that differs. What only one of the two changed is
 * chosen already. What is entered while the form is shown counts as mine.
 */
export class ConflictForm {
  #before;
  #theirs;
  #mine;
  #choices = new Map();
  #list = h("div", { class: "stack" });

  /** @param settle is called with the members as they were chosen, and discard when mine are given up */
  constructor({ before, theirs, mine, settle, discard }) {
    this.#before = before;
    this.#theirs = theirs;
    this.node = h("form", { class: "card stack conflict", "aria-labelledby": "conflict" },
      h("h2", { id: "conflict", tabindex: -1 }, "Someone else changed this grievance"),
      told(theirs),
      this.#list,
      h("div", { class: "actions" },
        h("button", { class: "primary" }, "Save with these choices"),
        h("button", { type: "button", onclick: discard }, "Discard my changes")));
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      settle(this.#chosen());
    });
    this.#show(mine);
  }

  /** Shows what is entered now; whoever enters another value has chosen it. */
  update(mine) {
    const entered = RECORD_FIELDS.filter(({ name }) => mine[name] !== this.#mine[name]);
    if (entered.length > 0) {
      this.#show(mine, new Set(entered.map(({ name }) => name)));
    }
  }

  #show(mine, entered = new Set()) {
    const chosen = new Map([...this.#choices.keys()].map((name) => [name, this.#side(name)]));
    this.#mine = mine;
    const fields = RECORD_FIELDS.filter((field) => !field.kept && !isSame(field, this.#theirs[field.name], mine[field.name]));
    this.#choices = new Map(fields.map((field) => {
      const { name } = field;
      return [name, this.#choice(field, entered.has(name) ? "mine" : chosen.get(name) ?? this.#obvious(name))];
    }));
    replace(this.#list, [...this.#choices.values()],
      fields.length === 0 && h("p", {}, "The saved values are the same as yours, so there is nothing to choose."));
  }

  #side(name) {
    return this.node.elements[name].value;
  }

  /** The side that changed a member when only one did. */
  #obvious(name) {
    const [before, theirs, mine] = [this.#before, this.#theirs, this.#mine].map((grievance) => grievance[name] ?? null);
    if (mine === before) {
      return "theirs";
    }
    return theirs === before ? "mine" : null;
  }

  #choice(field, side) {
    const { name, label } = field;
    return h("fieldset", { class: "choices" },
      h("legend", {}, h("h3", {}, label)),
      option(field, "theirs", "Use theirs", this.#theirs[name], side),
      option(field, "mine", "Use mine", this.#mine[name], side));
  }

  #chosen() {
    const kept = [...this.#choices.keys()].filter((name) => this.#side(name) === "mine");
    return Object.fromEntries(kept.map((name) => [name, this.#mine[name]]));
  }
}

function told({ update_User, update_Date }) {
  return h("p", {},
    h("strong", {}, update_User ?? "Someone"), " saved it ", ago(update_Date), " (", time(update_Date), "), ",
    "after you opened it. Your changes are not saved yet. Choose which values to keep, then save.");
}

function option(field, value, text, member, side) {
  return h("label", { class: "option" },
    h("input", { type: "radio", name: field.name, value, checked: value === side, required: true }),
    h("span", {}, h("strong", {}, text), h("span", { class: "value" }, shown(field, member))));
}
