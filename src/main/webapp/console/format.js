/** Writes times in the zone of the database, and numbers, as people read them. */

import { h } from "./dom.js";
import { daysBetween, formatted, isStartOfDay, today } from "./local-time.js";

const LANGUAGE = "en-US";
const DAY = { dateStyle: "medium" };
const MOMENT = { dateStyle: "medium", timeStyle: "short" };
const NUMBER = new Intl.NumberFormat(LANGUAGE);
const SHORT = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });
const PERCENT = new Intl.NumberFormat(LANGUAGE, { style: "percent", maximumFractionDigits: 1 });
const RELATIVE = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });
const SIZES = ["B", "kB", "MB", "GB", "TB"];
const UNITS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];
const UP_TO_DAYS = UNITS.slice(2);

/** A time, with the time in UTC as its title; the day alone when it begins then; nothing when there is none. */
export function time(iso, timeZone) {
  return iso ? timeNode(iso, isStartOfDay(iso, timeZone) ? DAY : MOMENT, timeZone) : "";
}

/** The last day of a grievance that has days, or the time at which those end that have hours. */
export function dueTime({ due, dueDay }) {
  return dueDay
    ? h("time", { datetime: due, title: `Until ${utc(due)}` }, day(dueDay))
    : timeNode(due, MOMENT);
}

function timeNode(iso, options, timeZone) {
  return h("time", { datetime: iso, title: utc(iso) }, formatted(iso, options, timeZone));
}

/** "Mar 1, 2025" for the date 2025-03-01. */
export function day(date) {
  return formatted(`${date}T00:00:00Z`, DAY, "UTC");
}

/** "2025-03-01 08:30:00 UTC" */
function utc(iso) {
  return iso.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
}

/** A local time as it was entered, such as 2025-03-01 or 2025-03-01T09:30:00. */
export function entered(local) {
  return local.includes("T") ? formatted(`${local}Z`, MOMENT, "UTC") : day(local);
}

/** "3 minutes ago" */
export function ago(iso, now = Date.now()) {
  const [amount, unit, sign] = distance(Date.parse(iso) - now);
  return RELATIVE.format(sign * amount, unit);
}

/** "40 days left", "due today" or "2 hours overdue"; never longer units than days. */
export function left({ due, dueDay }, now = Date.now()) {
  if (dueDay) {
    const days = daysBetween(today(), dueDay);
    return days === 0 ? "due today" : leftOrOverdue(Math.abs(days), "day", days);
  }
  return leftOrOverdue(...distance(Date.parse(due) - now, UP_TO_DAYS));
}

function leftOrOverdue(amount, unit, sign) {
  const length = `${number(amount)} ${unit}${amount === 1 ? "" : "s"}`;
  return sign < 0 ? `${length} overdue` : `${length} left`;
}

/** The largest unit of which there is at least one, rounded down. */
function distance(milliseconds, units = UNITS) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const [unit, length] = units.find(([, length]) => seconds >= length) ?? units.at(-1);
  return [Math.floor(seconds / length), unit, Math.sign(milliseconds)];
}

export function number(value) {
  return NUMBER.format(value);
}

/** Of a fraction: 0.421 is "42.1%". */
export function percent(fraction) {
  return PERCENT.format(fraction);
}

/** "12.4 MB" */
export function bytes(count) {
  const power = Math.min(Math.floor(Math.log10(Math.max(count, 1)) / 3), SIZES.length - 1);
  return `${SHORT.format(count / 1000 ** power)} ${SIZES[power]}`;
}
