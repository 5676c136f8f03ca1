/** The name of a job, and the label of its state. */

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

/** "january.csv", or what the job does if its file has no name. */
export function name({ file, action, dryRun, items }) {
  const count = `${number(items)} ${items === 1 ? "grievance" : "grievances"}`;
  if (dryRun) {
    return `Check of ${file ?? count}`;
  }
  return file ?? `${{ delete: "Deletion", undo: "Undo" }[action] ?? "Load"} of ${count}`;
}

/** "january.csv — 2,960 loaded, 40 rejected" */
export function title(job) {
  return isActive(job) ? name(job) : `${name(job)} — ${outcome(job)}`;
}

function outcome({ action, dryRun, created, updated, deleted, reversed, kept, failed }) {
  const done = {
    delete: `${number(deleted)} deleted`,
    undo: `${number(reversed)} put back, ${number(kept)} kept`,
  };
  const loaded = `${number(created + updated)} ${dryRun ? "valid" : "loaded"}`;
  return `${done[action] ?? loaded}, ${number(failed - kept)} rejected`;
}

/** A job that is completed may have failed in some of its rows. */
export function badge(job) {
  const state = STATES[job.state] ?? { icon: "?", text: job.state };
  return job.state === "Completed" && job.failed > 0
    ? shown({ icon: "!", text: "Completed with errors", kind: "warn" })
    : shown(state);
}

function shown({ icon, text, kind = "" }) {
  return h("span", { class: `badge ${kind}` }, h("span", { "aria-hidden": "true" }, icon), ` ${text}`);
}
