/** What a job is called, and how its state is shown. */

import { h } from "../dom.js";
import { number } from "../format.js";

const STATES = {
  Queued: { icon: "…", text: "Waiting" },
  InProgress: { icon: "▸", text: "Running" },
  Completed: { icon: "✓", text: "Completed", kind: "good" },
  Failed: { icon: "✕", text: "Failed", kind: "bad" },
  Cancelled: { icon: "■", text: "Cancelled", kind: "warn" },
};

export function isActive({ state }) {
  return state === "Queued" || state === "InProgress";
}

/** "Loading 100,000 grievances" */
export function title(job) {
  return `${verb(job)} ${number(job.items)} grievance${job.items === 1 ? "" : "s"}`;
}

export function verb({ action, dryRun }) {
  if (dryRun) {
    return "Checking";
  }
  return action === "delete" ? "Deleting" : "Loading";
}

/** A job that is completed may have failed in some of its rows. */
export function badge(job) {
  const state = STATES[job.state] ?? { icon: "?", text: job.state };
  return job.state === "Completed" && job.failed > 0
    ? shown({ icon: "!", text: "Completed with faults", kind: "warn" })
    : shown(state);
}

function shown({ icon, text, kind = "" }) {
  return h("span", { class: `badge ${kind}` }, h("span", { "aria-hidden": "true" }, icon), ` ${text}`);
}
