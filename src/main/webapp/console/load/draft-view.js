/** A chosen file before it is sent: its first rows are tried, and it can be loaded or only checked. */

import { api, session } from "../api.js";
import { announce, h, problem, replace } from "../dom.js";
import { bytes, number } from "../format.js";
import "./file-settings.js";
import "./profile-bar.js";
import { clearedFields, isMerged, missingFields } from "./replaced.js";
import { hasNumbers, isNew, sendingOf } from "./sending.js";
import "./trial.js";

const DELAY = 300;
const MAX_ERRORS = 5;
const COMPRESSED = "Compressed files are sent unchanged; column headings must match the field names.";
const KEEPS = " Keep the values of fields that the file does not have";
const CREATES = " All grievances in this file are new; give each one a number";
const GUARDED = " Remove the apostrophes that exports and files of rejected rows have before formulas";

/**
 * It fires `send`, with whether the file is only checked, and `reread` and `profile` when it is to be read in
 * another way.
 */
export class DraftView extends HTMLElement {
  #draft;
  #database;
  #table;
  #settings;
  #status = h("div", { class: "trial-status stack" });
  #buttons = [
    h("button", { class: "primary", onclick: () => this.#send(false) }, "Load the file"),
    h("button", { onclick: () => this.#send(true) }, "Check only (don't load)"),
  ];
  #showChoices;
  #timer;
  #attempt = 0;

  /** @param profile the name of the profile that the draft was made by, if one was used */
  show(database, draft, profile) {
    this.#database = database;
    this.#draft = draft;
    this.#table = draft.isGzipped ? null : h("trial-table", { onmapped: () => this.#mapped() });
    const settings = h("file-settings", { class: "stack", onconverted: () => this.#converted() });
    const profiles = h("profile-bar", { class: "stack" });
    this.#settings = settings;
    const above = [
      this.#head(), draft.isMapped && [profiles, settings], this.#zone(), this.#choices(), this.#guard(),
    ];
    replace(this, above, this.#status, this.#table);
    if (draft.isMapped) {
      settings.show(database, draft, session.zoneOf(database));
      profiles.show(database, draft, profile);
    }
    if (draft.isGzipped) {
      replace(this.#status, h("p", { class: "soft" }, COMPRESSED));
    } else {
      this.#table.show(draft);
      this.#try();
    }
  }

  #zone() {
    const zone = session.zoneOf(this.#database);
    return zone && h("p", { class: "soft" }, `Dates and times without a time zone are read as local time in ${zone}.`);
  }

  /** Whether all grievances are new, or else what existing ones keep. */
  #choices() {
    const create = h("p");
    const keep = h("p");
    this.#showChoices = () => {
      replace(create, !hasNumbers(this.#draft) && this.#choice(CREATES, "createsAll", isNew(this.#draft)));
      replace(keep, !isNew(this.#draft) && [this.#choice(KEEPS, "merge", isMerged(this.#draft)), this.#missing()]);
      create.hidden = create.childNodes.length === 0;
      keep.hidden = keep.childNodes.length === 0;
    };
    this.#showChoices();
    return [create, keep];
  }

  /** Keeping is chosen by itself as long as the reader does not choose: by whether there are such fields. */
  #choice(text, property, checked) {
    return h("label", {},
      h("input", { type: "checkbox", checked, onchange: ({ target }) => this.#choose(property, target.checked) }),
      text);
  }

  #missing() {
    const missing = missingFields(this.#draft);
    return missing.length > 0 && h("span", { class: "soft" }, ` (${missing.map(({ label }) => label).join(", ")})`);
  }

  #choose(property, isChosen) {
    this.#draft[property] = isChosen;
    if (property === "createsAll") {
      this.#showChoices();
    }
    if (!this.#draft.isGzipped) {
      this.#try();
    }
  }

  #mapped() {
    this.#draft.findDates();
    this.#showChoices();
    this.#settings.update();
    this.#tryAfterwards();
  }

  #converted() {
    this.#table.show(this.#draft);
    this.#tryAfterwards();
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
    if (!this.#draft.isGzipped) {
      this.#table.show(this.#draft);
      this.#try();
    }
  }

  #send(dryRun) {
    this.dispatchEvent(new CustomEvent("send", { detail: { dryRun, ...sendingOf(this.#draft) } }));
  }

  #tryAfterwards() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#try(), DELAY);
  }

  /** Only the outcome of the last attempt is shown. */
  async #try() {
    const attempt = ++this.#attempt;
    const obstacle = obstacleOf(this.#draft);
    this.#buttons.forEach((button) => button.disabled = Boolean(obstacle));
    if (obstacle) {
      this.#table.showOutcomes([]);
      return this.#tell(h("p", { class: "notice warn" }, obstacle));
    }
    if (this.#draft.rows.length === 0) {
      return this.#tell(h("p", { class: "notice" }, "There are no rows below the column names."));
    }
    this.#tell(h("p", { class: "soft" }, "Checking the first rows…"));
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
        const found = [summary(this.#draft, outcomes), laterErrors(this.#draft), clearedFields(this.#draft, outcomes)];
        this.#tell(h("div", { class: "stack" }, found));
      };
    } catch (failure) {
      return () => {
        this.#table.showOutcomes([]);
        this.#tryAgainWhenSignedIn(failure);
        replace(this.#status, problem(failure), h("button", { onclick: () => this.#try() }, "Try again"));
      };
    }
  }

  #tryAgainWhenSignedIn({ status }) {
    if (status === 401) {
      session.addEventListener("begun", () => this.isConnected && this.#try(), { once: true });
    }
  }

  async #run() {
    const sample = await this.#draft.sample();
    const { method, query } = sendingOf(this.#draft);
    const options = { database: this.#database, query: { dryRun: true, ...query }, ...sample };
    return (await api.send(method, "/grievances-batch", options)).data;
  }

  #tell(node) {
    replace(this.#status, node);
    announce(node.textContent);
  }
}

customElements.define("draft-view", DraftView);

/** Why the file cannot be sent yet; null if it can. */
function obstacleOf(draft) {
  const { question, conversion } = draft;
  if (!hasNumbers(draft) && !isNew(draft)) {
    return "Choose the column that holds the grievance number.";
  }
  return question ? "Choose how dates are written in this file." : conversion?.conflict;
}

/** Of rows that were not tried, what is no date is known all the same. */
function laterErrors({ laterErrors: errors = [] }) {
  const more = errors.length > MAX_ERRORS && `and ${number(errors.length - MAX_ERRORS)} more`;
  return errors.length > 0 && h("div", { class: "notice warn" },
    h("p", {}, "Further rows will be rejected:"),
    h("ul", {},
      errors.slice(0, MAX_ERRORS).map(({ line, column, error }) => h("li", {}, `line ${line}, ${column}: ${error}`)),
      more && h("li", {}, more)));
}

function summary({ rows, all }, outcomes) {
  const count = (fits) => outcomes.filter(({ status }) => fits(status)).length;
  const created = count((status) => status === 201);
  const updated = count((status) => status === 200);
  const rejected = count((status) => status >= 400);
  const rowCount = rows.length === 1 ? "1 row" : `${number(rows.length)} rows`;
  return h("p", { class: rejected ? "notice warn" : "notice" },
    all ? `${rowCount}: ` : `The first ${rowCount}: `,
    `${number(created)} new, ${number(updated)} ${updated === 1 ? "update" : "updates"}, `,
    `${number(rejected)} rejected. `,
    "Nothing is stored yet.");
}
