/** Writes times in the reader's zone, and numbers, as people read them. */

import { h } from "./dom.js";

const LANGUAGE = "en-US";
const MOMENT = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium", timeStyle: "short" });
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

/** A time in the reader's zone, with the time in UTC as its title; nothing when there is none. */
export function time(iso) {
  return iso ? h("time", { datetime: iso, title: utc(iso) }, MOMENT.format(new Date(iso))) : "";
}

/** "2025-03-01 08:30:00 UTC" */
function utc(iso) {
  return iso.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
}

/** "3 minutes ago" */
export function ago(iso, now = Date.now()) {
  const [amount, unit, sign] = distance(Date.parse(iso) - now);
  return RELATIVE.format(sign * amount, unit);
}

/** "40 days left" or "2 hours overdue"; deadlines are counted in days, however many. */
export function left(due, now = Date.now()) {
  const [amount, unit, sign] = distance(Date.parse(due) - now, UP_TO_DAYS);
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
