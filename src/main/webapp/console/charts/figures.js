/** The charts of the statistics of a database. */

import { label } from "../fields.js";
import { number } from "../format.js";
import { formatted } from "../local-time.js";

const UNITS = { day: "day", week: "week", month: "month" };
const MAX_CODES = 10;
const COUNTS = [["received", "Received"], ["resolved", "Resolved"], ["open", "Open"], ["overdue", "Overdue"]];

/** Received and resolved in each period. */
export function flow({ every, zone, periods }) {
  return overTime({
    every, zone, periods, names: ["received", "resolved"],
    title: `Received and resolved by ${UNITS[every]}`,
    note: `The last point is the current ${UNITS[every]} to date.`,
  });
}

/** Open and overdue at the end of each period. */
export function stock({ every, zone, periods }) {
  return overTime({
    every, zone, periods, names: ["open", "overdue"],
    title: "Open and overdue over time",
    note: `At the end of each ${UNITS[every]}; the last point is now.`,
  });
}

function overTime({ every, zone, periods, names, title, note }) {
  const series = names.map((name) => ({ label: counted(name), values: periods.map((period) => period[name]) }));
  return {
    kind: "line", title, note, series,
    name: every === "week" ? "Week of" : counted(every),
    labels: periods.map(({ from }) => periodName(from, every, zone)),
    summary: `${title}. ${series.map(inWords).join(" ")}`,
  };
}

/** The codes of a member that were received most; the table has all of them. */
export function byCode(member, codes) {
  const sorted = codes.toSorted((a, b) => b.received - a.received);
  const shown = withOthers(sorted);
  const names = ["received", "open", "overdue"];
  const title = `By ${label(member).toLowerCase()}`;
  return {
    kind: "bars", title, name: label(member),
    labels: shown.map(({ code }) => code ?? "none"),
    series: names.map((name) => ({ label: counted(name), values: shown.map((each) => each[name]) })),
    table: {
      heads: COUNTS.map(([, text]) => text),
      lines: sorted.map((each) => [each.code ?? "none", ...COUNTS.map(([name]) => each[name])]),
    },
    summary: `${title}. ${shown.map(codeInWords).join(" ")}`,
  };
}

function codeInWords({ code, received, open, overdue }) {
  return `${code ?? "none"}: ${number(received)} received, ${number(open)} open, ${number(overdue)} overdue.`;
}

function withOthers(codes) {
  const rest = codes.slice(MAX_CODES);
  if (rest.length === 0) {
    return codes;
  }
  const sum = (name) => rest.reduce((total, each) => total + each[name], 0);
  const others = { code: `${rest.length} others`, ...Object.fromEntries(COUNTS.map(([name]) => [name, sum(name)])) };
  return [...codes.slice(0, MAX_CODES), others];
}

export function timeToResolution(steps) {
  const title = "Time to resolution";
  const labels = steps.map(({ days }, index) => stepName(days, steps[index - 1]?.days ?? 0));
  const values = steps.map(({ resolved }) => resolved);
  return {
    kind: "bars", title, labels, name: "Resolved after", series: [{ label: "Grievances", values }],
    note: "From receipt to resolution.",
    summary: `${title}. ${labels.map((text, index) => `${text}: ${number(values[index])}.`).join(" ")}`,
  };
}

function stepName(days, before) {
  if (days === null) {
    return `over ${before} days`;
  }
  const from = before + 1;
  if (days === 1) {
    return "up to 1 day";
  }
  return from < days ? `${from}–${days} days` : `${days} days`;
}

export function written(minutes) {
  const title = "Changes in the last hour";
  const values = minutes.map(({ grievances }) => grievances);
  const all = values.reduce((sum, each) => sum + each, 0);
  const clock = { hour: "numeric", minute: "2-digit" };
  return {
    kind: "bar", title, name: "Minute", series: [{ label: "Grievances", values }],
    labels: minutes.map(({ from }) => formatted(from, clock)),
    note: "Grievances created or last changed in each minute.",
    summary: `${title}: ${number(all)} grievances, at most ${number(Math.max(0, ...values))} in a minute.`,
  };
}

/** "Received: 40 to 62, 51 at the end." */
function inWords({ label: name, values }) {
  const [least, most, last] = [Math.min(...values), Math.max(...values), values.at(-1)].map(number);
  return `${name}: ${least} to ${most}, ${last} at the end.`;
}

function counted(name) {
  return name[0].toUpperCase() + name.slice(1);
}

function periodName(iso, every, timeZone) {
  const form = every === "month" ? { month: "short", year: "numeric" } : { month: "short", day: "numeric" };
  return formatted(iso, form, timeZone);
}
