/** A list of what happened to a grievance, the latest first, a page at a time. */

import { api } from "./api.js";
import { busy, h, problem } from "./dom.js";

const PAGE_SIZE = 20;

export class GrievanceTimeline extends HTMLElement {
  #name;
  #itemOf;
  #texts;
  #list = h("ol", { class: "timeline", hidden: true });
  #more = h("button", { hidden: true, onclick: () => busy(this.#more, () => this.#load()) });
  #next;

  /**
   * @param name the last part of the path that is asked, and the id of the heading
   * @param itemOf makes an item of the list
   * @param texts the `heading`, `none` for an empty list, `more` for the button that asks for the next
   * page, and `first` for the one that asks for the first page, which is asked for at once without it
   */
  constructor(name, itemOf, texts) {
    super();
    this.#name = name;
    this.#itemOf = itemOf;
    this.#texts = texts;
  }

  /** Begins with the latest; what is shown stays until that is there, unless the reader has to ask for it. */
  show(database, key) {
    const { heading, first } = this.#texts;
    this.#next = { database, path: `/grievances/${key}/${this.#name}`, page: 1 };
    this.replaceChildren(h("h2", { id: this.#name }, heading), this.#list, h("div", {}, this.#more));
    if (!first) {
      return this.#load();
    }
    this.#list.hidden = true;
    this.#more.hidden = false;
    this.#more.textContent = first;
    return null;
  }

  /** Ignores the answer if the list has begun again meanwhile. */
  async #load() {
    const asked = this.#next;
    const { database, path, page } = asked;
    this.querySelector(".problem")?.remove();
    try {
      const { data, headers } = await api.get(path, { database, query: { page, pageSize: PAGE_SIZE } });
      if (asked === this.#next) {
        this.#next = { ...asked, page: page + 1 };
        this.#add(page, data, JSON.parse(headers.get("X-Pagination")));
      }
    } catch (failure) {
      this.append(problem(failure));
    }
  }

  #add(page, entries, { TotalCount, TotalPages }) {
    if (page === 1) {
      this.#list.replaceChildren();
    }
    this.#list.append(...entries.map(this.#itemOf));
    if (TotalCount === 0) {
      this.#list.append(h("li", { class: "soft" }, this.#texts.none));
    }
    this.#list.hidden = false;
    this.#more.textContent = this.#texts.more;
    this.#more.hidden = page >= TotalPages;
  }
}
