/** Remembers the pages of a list that the reader came through, since a cursor only leads onwards. */

import { number } from "./format.js";

export class Visited {
  #before = new Map();
  #totals = new Map();

  /** @param mostCounted where the service stops counting */
  constructor(pageSize, mostCounted) {
    this.pageSize = pageSize;
    this.mostCounted = mostCounted;
  }

  /** Notes an answer, and returns the query of the page after it, or null at the end. */
  arrived(query, headers) {
    const { TotalCount } = JSON.parse(headers.get("X-Pagination") ?? "{}");
    if (TotalCount !== undefined) {
      this.#totals.set(filtersOf(query).toString(), TotalCount);
    }
    const next = nextQuery(headers.get("Link"));
    if (next) {
      this.#before.set(next.toString(), query);
    }
    return next;
  }

  /** The query of the page before, or null when the reader did not come that way. */
  before(query) {
    return (query.has("after") && this.#before.get(query.toString())) || null;
  }

  /** "51–100 of 10,000+" */
  position(query, length) {
    const before = this.#pagesBefore(query);
    const rows = before === null
      ? `${number(length)} on this page`
      : `${number(before * this.pageSize + 1)}–${number(before * this.pageSize + length)}`;
    return rows + this.#ofTotal(query);
  }

  #ofTotal(query) {
    const total = this.#totals.get(filtersOf(query).toString());
    const isMore = total === this.mostCounted;
    return total === undefined ? "" : ` of ${number(total)}${isMore ? "+" : ""}`;
  }

  #pagesBefore(query) {
    let pages = 0;
    while (query.has("after")) {
      query = this.before(query);
      if (query === null) {
        return null;
      }
      pages += 1;
    }
    return pages;
  }
}

/** The filters of a query, without order and position. */
export function filtersOf(query) {
  const filters = new URLSearchParams(query);
  filters.delete("after");
  filters.delete("sortBy");
  return filters;
}

/** The query in `<…?query>; rel="next"`, without what is the same for every page. */
function nextQuery(link) {
  const [, address] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(link ?? "") ?? [];
  if (!address) {
    return null;
  }
  const { searchParams } = new URL(address, location.href);
  ["pageSize", "countTo", "fields"].forEach((name) => searchParams.delete(name));
  return searchParams;
}
