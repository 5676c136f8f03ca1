/** Turns times in UTC into those that inputs show in the reader's zone, and back. */

/** "2025-03-01T09:30:00", for an input of the type datetime-local. */
export function localTime(iso) {
  return iso ? shifted(iso).slice(0, 19) : "";
}

/** "2025-03-01", for an input of the type date. */
export function localDate(iso) {
  return iso ? shifted(iso).slice(0, 10) : "";
}

/** The time in UTC of a local time, or of the midnight that begins a local date; null when empty. */
export function inUtc(local, { daysLater = 0 } = {}) {
  if (!local) {
    return null;
  }
  const date = new Date(local.includes("T") ? local : `${local}T00:00`);
  date.setDate(date.getDate() + daysLater);
  return date.toISOString().replace(/\.000Z$/, "Z");
}

/** As if the reader's zone were UTC. */
function shifted(iso) {
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString();
}
