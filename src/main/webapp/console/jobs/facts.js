/** The properties of a job, in words. */

import { h } from "../dom.js";
import { bytes, number, percent, time } from "../format.js";

/** The children of a description list. */
export function facts(job) {
  return [
    ...outcomes(job).map(([name, count]) => fact(job.dryRun ? `Would be ${name.toLowerCase()}` : name, number(count))),
    fact("Rejected", number(job.failed - job.kept)),
    job.file && fact("File", job.file),
    fact("Received", time(job.received)),
    job.started && fact("Started", time(job.started)),
    job.ended && fact("Ended", time(job.ended)),
    job.started && job.ended && fact("Duration", duration((Date.parse(job.ended) - Date.parse(job.started)) / 1000)),
    job.user && fact("Sent by", sender(job)),
    fact("Size", bytes(job.size)),
  ];
}

function outcomes({ action, created, updated, deleted, reversed, kept }) {
  const done = {
    put: [["Created", created], ["Updated", updated]],
    create: [["Created", created]],
    undo: [["Put back", reversed], ["Kept", kept]],
  };
  return done[action] ?? [["Deleted", deleted]];
}

function fact(name, value) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value));
}

/** The user, and the client through which the user came. */
export function sender({ user, client }) {
  return [user, client].filter(Boolean).join(", ");
}

export function fractionOf({ items, read }) {
  return items ? read / items : 1;
}

/** "42% · 42,000 of 100,000 rows · 900 per second · about 1 min 4 s left" */
export function progress(job) {
  if (job.state === "Queued") {
    return "Starts when earlier jobs have ended.";
  }
  return [
    percent(fractionOf(job)),
    `${number(job.read)} of ${number(job.items)} rows`,
    job.perSecond > 0 && `${number(job.perSecond)} per second`,
    job.secondsLeft !== null && `about ${duration(job.secondsLeft)} left`,
  ].filter(Boolean).join(" · ");
}

/** "2 min 5 s" */
function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [[Math.floor(whole / 3600), "h"], [Math.floor(whole / 60) % 60, "min"], [whole % 60, "s"]];
  const first = parts.findIndex(([amount]) => amount > 0);
  const shown = first < 0 ? [] : parts.slice(first, first + 2);
  return shown.map(([amount, unit]) => `${amount} ${unit}`).join(" ") || "less than a second";
}
