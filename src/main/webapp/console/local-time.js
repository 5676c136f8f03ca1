/** Local times and days in the time zone of the database that is shown; without one, in the reader's. */

const DAY = 86_400_000;
const MICROSECONDS = /\.\d{3}0*[1-9]/;

const formats = new Map();
let zone;

/** Makes a zone that of all times from now on; the browser may lack one that the service knows. */
export function useZone(name) {
  zone = name && isKnown(name) ? name : undefined;
}

/** The zone that times are shown in. */
export function zoneName() {
  return zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function isKnown(timeZone) {
  try {
    return Boolean(new Intl.DateTimeFormat("en-US", { timeZone }));
  } catch {
    return false;
  }
}

/** Formats a time in the zone, or in another one; formats are kept, since making one is slow. */
export function formatted(iso, options, timeZone = zone) {
  return format(options, timeZone).format(new Date(iso));
}

function format(options, timeZone) {
  const key = JSON.stringify([options, timeZone]);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat("en-US", { ...options, timeZone }));
  }
  return formats.get(key);
}

/** "2025-03-01T09:30:00", or "2025-03-01" for the beginning of that day; nothing outside of years 1 to 9999. */
export function localTime(iso) {
  if (!iso) {
    return "";
  }
  const local = wallClock(new Date(iso), zone);
  return isStartOfDay(iso) ? local.slice(0, 10) : local;
}

/** "2025-03-01" */
export function localDate(iso) {
  return iso ? wallClock(new Date(iso), zone).slice(0, 10) : "";
}

/** Whether a day begins with this time: mostly its midnight, but some changes of clocks skip that. */
export function isStartOfDay(iso, timeZone = zone) {
  const time = new Date(iso);
  const day = (date) => wallClock(date, timeZone).slice(0, 10);
  return !MICROSECONDS.test(iso) && day(time) !== day(new Date(time.getTime() - 1));
}

function wallClock(date, timeZone) {
  const options = {
    calendar: "gregory", numberingSystem: "latn", hourCycle: "h23", era: "short",
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  };
  const parts = Object.fromEntries(format(options, timeZone).formatToParts(date).map(({ type, value }) => [type, value]));
  const isWritable = parts.era.startsWith("A") && parts.year.length <= 4;
  const { month, day, hour, minute, second } = parts;
  return isWritable ? `${parts.year.padStart(4, "0")}-${month}-${day}T${hour}:${minute}:${second}` : "";
}

/** The date that it is now. */
export function today() {
  return localDate(new Date().toISOString());
}

/** The date some days after another. */
export function daysAfter(date, days) {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
}

/** How many days after a date another one is. */
export function daysBetween(date, other) {
  return Math.round((Date.parse(other) - Date.parse(date)) / DAY);
}
