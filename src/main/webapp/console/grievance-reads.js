/** Who has seen a grievance, the latest first; shown when somebody asks, since that is recorded too. */

import { api } from "./api.js";
import { busy, h, problem } from "./dom.js";
import { ago, time } from "./format.js";

const PAGE_SIZE = 20;
const DEEDS = {
  one: "opened it",
  list: "saw it in a list",
  export: "exported it",
  changes: "got it among changes",
  history: "read its history",
  "job-items": "read it among the items of a job",
};

class GrievanceReads extends HTMLElement {
  #list = h("ol", { class: "timeline", hidden: true });
  #more = h("button", { onclick: () => busy(this.#more, () => this.#load()) }, "Show who has seen it");
  #page = 0;
  #address;

  /** Has it ask about another grievance. */
  show(database, key) {
    this.#address = { database, path: `/grievances/${key}/reads` };
    this.#page = 0;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#more.hidden = false;
    this.#more.textContent = "Show who has seen it";
    this.replaceChildren(h("h2", { id: "reads" }, "Seen by"), this.#list, h("div", {}, this.#more));
  }

  async #load() {
    const { database, path } = this.#address;
    try {
      const query = { page: this.#page + 1, pageSize: PAGE_SIZE };
      const { data, headers } = await api.get(path, { database, query });
      this.#page += 1;
      this.#add(data, JSON.parse(headers.get("X-Pagination")));
    } catch (failure) {
      this.append(problem(failure));
    }
  }

  #add(reads, { TotalCount, TotalPages }) {
    this.#list.hidden = false;
    this.#list.append(...reads.map(readItem));
    this.#more.textContent = "Show earlier ones";
    this.#more.hidden = this.#page >= TotalPages;
    if (TotalCount === 0) {
      this.#list.append(h("li", { class: "soft" }, "Nobody, as far as is recorded."));
    }
  }
}

/** An answer of very many is known only by its first and its last key. */
function readItem({ at, user, client, operation, keys }) {
  const deed = DEEDS[operation] ?? operation;
  return h("li", {},
    h("p", {},
      h("strong", {}, user ?? "Someone"), keys ? ` ${deed} ` : ` may have seen it: ${deed.replace(" it", " many")} `,
      h("span", { class: "soft" }, ago(at), " · ", time(at), client && ` · through ${client}`)));
}

customElements.define("grievance-reads", GrievanceReads);
