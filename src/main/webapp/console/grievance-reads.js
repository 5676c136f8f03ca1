/** Who has seen a grievance, the latest first; shown when somebody asks, since that is recorded too. */

import { h } from "./dom.js";
import { ago, time } from "./format.js";
import { GrievanceTimeline } from "./grievance-timeline.js";

const DEEDS = {
  one: "opened it",
  list: "saw it in a list",
  export: "exported it",
  changes: "got it among changes",
  history: "read its history",
  "job-items": "read it among the items of a job",
};

class GrievanceReads extends GrievanceTimeline {
  constructor() {
    super("reads", readItem, {
      heading: "Seen by",
      first: "Show who has seen it",
      more: "Show earlier ones",
      none: "Nobody, as far as is recorded.",
    });
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
