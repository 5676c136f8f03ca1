/** Reads and saves a grievance with its parts, which the API keeps in resources of their own. */

import { api, Problem } from "./api.js";
import { CASE_FIELDS, FIELDS, FILING_FIELDS } from "./fields.js";
import { grievanceRequests } from "./first-requests.js";

const CHANGED = { title: "Someone else changed this grievance", detail: "Review its current values, then save again." };

/** The parts of a grievance besides its own members, in the order of the requests for them. */
const PARTS = [
  { path: "filing", fields: FILING_FIELDS },
  { path: "case", fields: CASE_FIELDS },
];

/** The path of a grievance in the API. */
export function pathOf(key) {
  return `/grievances/${encodeURIComponent(key)}`;
}

/** The grievance with its filing details and its case, and the tag that a change of it has to name. */
export async function read(database, key) {
  const requests = grievanceRequests(database, key).map((request) => api.get(...request));
  const [{ data, headers }, ...parts] = await Promise.all(requests);
  const ofParts = PARTS.map(({ fields }, part) => pick(fields, parts[part].data));
  return { grievance: Object.assign({}, data, ...ofParts), tag: headers.get("ETag") };
}

/**
 * Saves what was changed. When it fails after a part was saved, the failure has that state as `stored`.
 *
 * @param before the grievance from which `entered` was made
 * @param tag of that grievance
 */
export async function save(database, key, { before, entered, tag }) {
  const parts = PARTS.filter(({ fields }) => differ(fields, before, entered));
  let stored = null;
  if (differ(FIELDS, before, entered) || parts.length === 0) {
    stored = await saveMembers(database, key, { before, entered, tag });
  }
  try {
    for (const part of parts) {
      await savePart(database, key, part, { before, entered });
      stored = await read(database, key);
    }
  } catch (failure) {
    failure.stored = stored;
    throw failure;
  }
  return stored;
}

/** Gives the case of a grievance to an owner, and returns the grievance. */
export async function assign(database, key, owner) {
  await api.send("PATCH", `${pathOf(key)}/case`, {
    database, body: JSON.stringify({ owner }), type: "application/merge-patch+json",
  });
  return read(database, key);
}

async function saveMembers(database, key, { before, entered, tag }) {
  const json = pick(FIELDS, entered);
  const { data, headers } = await api.send("PUT", pathOf(key), { database, json, headers: { "If-Match": tag } });
  const ofParts = PARTS.map(({ fields }) => pick(fields, before));
  return { grievance: Object.assign({}, data, ...ofParts), tag: headers.get("ETag") };
}

/** Its tag differs after each change of the grievance, so that it is read again, and compared. */
async function savePart(database, key, { path, fields }, { before, entered }) {
  const part = `${pathOf(key)}/${path}`;
  const { data, headers } = await api.get(part, { database });
  if (differ(fields, before, data)) {
    throw new Problem(412, CHANGED);
  }
  const json = pick(fields, entered);
  await api.send("PUT", part, { database, json, headers: { "If-Match": headers.get("ETag") } });
}

function pick(fields, from) {
  return Object.fromEntries(fields.map(({ name }) => [name, from[name]]));
}

function differ(fields, one, other) {
  return fields.some(({ name }) => (one[name] ?? null) !== (other[name] ?? null));
}
