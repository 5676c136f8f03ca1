/** Says how many grievances have no date of receipt, since their dates of entry count in its place. */

import { addressOf } from "./address.js";
import { api } from "./api.js";
import { h } from "./dom.js";
import { MAX_COUNTED, withoutReceiptRequest } from "./first-requests.js";
import { number } from "./format.js";

/** A note with a link to these grievances, or nothing when there are none. */
export async function withoutReceipt(database, filters = {}) {
  const chosen = { withoutReceipt: true, ...filters };
  const { headers } = await api.get(...withoutReceiptRequest(database, filters));
  const { TotalCount: count } = JSON.parse(headers.get("X-Pagination"));
  return count > 0 && h("p", { class: "notice" },
    inWords(count),
    h("a", { href: `#${addressOf(database, "grievances")}?${new URLSearchParams(chosen)}` }, "Show them"));
}

function inWords(count) {
  const counted = `${number(count)}${count === MAX_COUNTED ? "+" : ""}`;
  return count === 1
    ? "1 grievance has no date of receipt; its date of entry is used instead. "
    : `${counted} grievances have no date of receipt; their dates of entry are used instead. `;
}
