/** Dates as people and spreadsheets write them, by formats such as MM/dd/yyyy, and as the service takes them. */

const DAY = 86_400_000;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const TOKEN = /yyyy|yy|MMMM|MMM|MM|M|dd|d|HH|H|hh|h|mm|m|ss|s|S+|a|'[^']*'|[A-Za-z]+|[^A-Za-z']/g;
const PATTERNS = {
  yyyy: "(?<year>\\d{4})",
  yy: "(?<shortYear>\\d{2})",
  MMMM: "(?<monthName>[A-Za-z]{3,9})",
  MMM: "(?<monthName>[A-Za-z]{3,9})",
  M: "(?<month>\\d{1,2})",
  d: "(?<day>\\d{1,2})",
  H: "(?<hour>\\d{1,2})",
  h: "(?<hour12>\\d{1,2})",
  m: "(?<minute>\\d{1,2})",
  s: "(?<second>\\d{1,2})",
  a: "(?<half>[AaPp])\\.?[Mm]\\.?",
};
const ISO_LOCAL = new RegExp("^(?<year>\\d{4})-(?<month>\\d\\d)-(?<day>\\d\\d)"
  + "(?:[Tt ](?<hour>\\d\\d):(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?<fraction>\\.\\d{1,9})?)?)?$");
const ISO = /^\d{4}-\d\d-\d\d/;
const TIMES = ["", " HH:mm", " HH:mm:ss", " hh:mm a", " hh:mm:ss a"];
const ORDERS = ["/", "-", "."].flatMap((mark) => ["yyyy", "yy"].flatMap((year) =>
  [["MM", "dd", year], ["dd", "MM", year], ...(year === "yyyy" && mark !== "-" ? [["yyyy", "MM", "dd"]] : [])]
    .map((parts) => parts.join(mark))));
const NAMED = ["dd-MMM-yyyy", "dd-MMM-yy", "dd MMM yyyy", "MMM dd, yyyy", "MMM dd yyyy", "yyyyMMdd"];
const CANDIDATES = [...ORDERS, ...NAMED].flatMap((date) => TIMES.map((time) => date + time));
const compiled = new Map();

/** Whether a format can be read here. */
export function isFormat(format) {
  return compile(format) !== null;
}

function compile(format) {
  if (!compiled.has(format)) {
    compiled.set(format, patternOf(format));
  }
  return compiled.get(format);
}

/** Numbers may lack their leading zero, also where the format has it, unless no mark is between them. */
function patternOf(format) {
  const tokens = format.match(TOKEN) ?? [];
  const parts = tokens.map((token, index) => {
    const pattern = PATTERNS[token] ?? (token.length === 2 ? PATTERNS[token[0]] : null);
    if (pattern) {
      return isNumber(tokens[index - 1]) || isNumber(tokens[index + 1]) ? pattern.replace("{1,2}", "{2}") : pattern;
    }
    if (/^S+$/.test(token)) {
      return "(?<digits>\\d{1,9})";
    }
    return /^[A-Za-z]/.test(token) ? null : literal(token.replace(/^'(.*)'$/, "$1"));
  });
  try {
    const isDate = /y/.test(format) && /M/.test(format) && /d/.test(format);
    return isDate && !parts.includes(null) ? new RegExp(`^${parts.join("")}$`) : null;
  } catch {
    return null;
  }
}

/** Numbers that follow each other without a mark have all their digits. */
function isNumber(token) {
  return /^[yMdHhmsS]+$/.test(token ?? "");
}

function literal(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/ /g, "[ \\u00a0\\u202f]+");
}

/**
 * A date as the service takes it: without a zone as the local time that it is, and with one in UTC.
 * A text in one of the formats is not read as ISO 8601, which would give it another day.
 * @returns `value`, or an `error` if it fits no format; a time that the zone does not have is `refused` by the
 *     service in this form
 */
export function convertDate(text, { formats, zone }) {
  const trimmed = text.trim();
  const parts = partsOf(trimmed, formats);
  if (parts === null) {
    const isIso = ISO.test(trimmed) && groupsOf(trimmed, formats).length === 0;
    return isIso ? { value: text } : { error: `not a date in the format ${formats.join(" or ")}` };
  }
  const local = localOf(parts);
  return zone ? inZone(text, local, zone) : { value: local };
}

function partsOf(text, formats) {
  const groups = groupsOf(text, formats);
  const readings = groups.length > 0 ? groups : [ISO_LOCAL.exec(text)?.groups].filter(Boolean);
  return readings.map(checked).find((parts) => parts !== null) ?? null;
}

/** The parts of a text by each format in which it is written. */
function groupsOf(text, formats) {
  return formats.map((format) => compile(format)?.exec(text)?.groups).filter(Boolean);
}

/** Null if there is no such day or time. Years of two digits are those from 2000 to 2099. */
function checked(groups) {
  const year = groups.year ? Number(groups.year) : 2000 + Number(groups.shortYear);
  const month = groups.month ? Number(groups.month) : MONTHS.indexOf(groups.monthName.slice(0, 3).toLowerCase()) + 1;
  const day = Number(groups.day);
  const hour = hourOf(groups);
  const minute = Number(groups.minute ?? 0);
  const second = Number(groups.second ?? 0);
  const isDay = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  const isTime = hour === null || (hour >= 0 && hour < 24 && minute < 60 && second < 60);
  const fraction = groups.fraction ?? (groups.digits ? `.${groups.digits}` : "");
  return isDay && isTime ? { year, month, day, hour, minute, second, fraction } : null;
}

function hourOf({ hour, hour12, half }) {
  if (hour12 === undefined) {
    return hour === undefined ? null : Number(hour);
  }
  const isHour = hour12 >= 1 && hour12 <= 12 && half;
  return isHour ? (Number(hour12) % 12) + (half.toLowerCase() === "p" ? 12 : 0) : -1;
}

function daysIn(year, month) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

function localOf({ year, month, day, hour, minute, second, fraction }) {
  const date = `${digits(year, 4)}-${digits(month)}-${digits(day)}`;
  return hour === null ? date : `${date}T${digits(hour)}:${digits(minute)}:${digits(second)}${fraction}`;
}

function digits(number, count = 2) {
  return String(number).padStart(count, "0");
}

/** A date is its first moment there; a time that the clocks repeat is the earlier one. */
function inZone(text, local, zone) {
  const [whole, fraction] = local.split(".");
  const time = Date.parse(`${whole.includes("T") ? whole : `${whole}T00:00:00`}Z`);
  const offsets = [-1, 1].map((day) => offsetAt(zone, time + day * DAY));
  const found = offsets.filter((offset) => offsetAt(zone, time - offset) === offset).map((offset) => time - offset);
  if (found.length === 0 && whole.includes("T")) {
    const error = `does not exist in ${zone}: the clocks change`;
    return { error, refused: `${text} (${error})` };
  }
  const utc = found.length ? Math.min(...found) : time - offsets[0];
  return { value: new Date(utc).toISOString().replace(".000Z", fraction ? `.${fraction}Z` : "Z") };
}

/** How far the clocks of a zone are ahead of UTC, in milliseconds; known for whole days, since finding it is slow. */
function offsetAt(zone, utc) {
  const day = Math.floor(utc / DAY);
  const name = `${zone} ${day}`;
  if (!offsetsOfDays.has(name)) {
    const [first, last] = [day, day + 1].map((each) => exactOffset(zone, each * DAY));
    offsetsOfDays.set(name, first === last ? first : null);
  }
  return offsetsOfDays.get(name) ?? exactOffset(zone, utc);
}

function exactOffset(zone, utc) {
  const parts = Object.fromEntries(formatOf(zone).formatToParts(utc).map(({ type, value }) => [type, Number(value)]));
  const local = new Date(0);
  local.setUTCFullYear(parts.year, parts.month - 1, parts.day);
  local.setUTCHours(parts.hour, parts.minute, parts.second);
  return local.getTime() - Math.floor(utc / 1000) * 1000;
}

const offsetsOfDays = new Map();
const zones = new Map();

function formatOf(timeZone) {
  if (!zones.has(timeZone)) {
    const numbers = ["year", "month", "day", "hour", "minute", "second"].map((part) => [part, "numeric"]);
    const options = { timeZone, hourCycle: "h23", ...Object.fromEntries(numbers) };
    zones.set(timeZone, new Intl.DateTimeFormat("en-US", options));
  }
  return zones.get(timeZone);
}

export function isZone(text) {
  try {
    return Boolean(formatOf(text));
  } catch {
    return false;
  }
}

/**
 * The formats by which values are dates.
 * @returns `formats`, and an `example` with two `choices` of formats if nothing tells months from days
 */
export function formatsOf(values) {
  const others = [...new Set(values.map((value) => value.trim()))].filter((value) => value && !ISO.test(value));
  const shapes = [...new Set(others.map(shapeOf))];
  const found = shapes.map((shape) => fitting(others.filter((value) => shapeOf(value) === shape)))
    .filter((fits) => fits.length > 0);
  const certain = found.filter((fits) => !isAmbiguous(fits)).map(([first]) => first);
  const open = found.filter(isAmbiguous);
  const order = certain.map(orderOf).find(Boolean);
  const inOrder = (first) => [...certain, ...open.map((fits) => fits.find((format) => orderOf(format) === first))];
  if (open.length === 0 || order) {
    return { formats: inOrder(order), example: null };
  }
  const example = others.find((value) => partsOf(value, [open[0][0]]));
  return { formats: [], example, choices: ["MM", "dd"].map(inOrder) };
}

/** "1/2/2026" and "12/31/2026" have the same. */
function shapeOf(value) {
  return value.replace(/[AaPp]\.?[Mm]\.?$/, "a")
    .replace(/[A-Za-z]{3,9}/, "L")
    .replace(/\d+/g, (run) => (run.length > 2 ? "Y" : "n"));
}

/** The formats that fit all values, or else the most and at least half of them: the others are errors. */
function fitting(values) {
  const counts = CANDIDATES.map((format) => [format, values.filter((value) => partsOf(value, [format])).length]);
  const most = Math.max(...counts.map(([, count]) => count));
  const areMany = most > 0 && most * 2 >= values.length;
  const fits = counts.filter(([, count]) => areMany && count === most).map(([format]) => format);
  return fits.map((format) => (values.every(hasTwoDigits) ? format : shortened(format)));
}

function hasTwoDigits(value) {
  return !/(^|\D)\d(\D|$)/.test(value);
}

function shortened(format) {
  const month = format.includes("MMM") ? "MM" : "M";
  return format.replace("MM", month).replace("dd", "d").replace("HH", "H").replace("hh", "h");
}

function orderOf(format) {
  return format.includes("MMM") ? null : { M: "MM", d: "dd" }[format[0]] ?? null;
}

/** With dots, days come first. */
function isAmbiguous(fits) {
  const orders = new Set(fits.map(orderOf));
  if (fits[0].includes(".") && orders.has("dd")) {
    fits.sort((a, b) => (orderOf(a) === "dd" ? 0 : 1) - (orderOf(b) === "dd" ? 0 : 1));
    return false;
  }
  return orders.has("MM") && orders.has("dd");
}

/** A pair of formats of which one takes a month for what the other takes for a day. */
export function conflictOf(formats) {
  const marks = (format) => format.replace(/MM?|dd?/g, "n");
  for (const first of formats) {
    const isOther = (other) => orderOf(first) === "MM" && orderOf(other) === "dd" && marks(first) === marks(other);
    const second = formats.find(isOther);
    if (second) {
      return [first, second];
    }
  }
  return null;
}
