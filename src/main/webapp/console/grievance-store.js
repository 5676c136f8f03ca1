/** Reads and saves a grievance with its filing details, which the API keeps in a resource of its own. */

import { api, Problem } from "./api.js";
import { FIELDS, FILING_FIELDS } from "./fields.js";
import { grievanceRequests } from "./first-requests.js";

const CHANGED = { title: "Someone else changed this grievance", detail: "Review its current values, then save again." };

/** The path of a grievance in the API. */
export function pathOf(key) {
  return `/grievances/${encodeURIComponent(key)}`;
}

/** The grievance with its filing details, and the tag that a change of it has to name. */
export async function read(database, key) {
  const requests = grievanceRequests(database, key).map((request) => api.get(...request));
  const [{ data, headers }, filing] = await Promise.all(requests);
  return { grievance: { ...data, ...pick(FILING_FIELDS, filing.data) }, tag: headers.get("ETag") };
}

/**
 * Saves what was changed. When it fails after a part was saved, the failure has that state as `stored`.
 *
 * @param before the grievance from which `entered` was made
 * @param tag of that grievance
 */
export async function save(database, key, { before, entered, tag }) {
  const isFilingChanged = differ(FILING_FIELDS, before, entered);
  let stored = null;
  if (differ(FIELDS, before, entered) || !isFilingChanged) {
    stored = await saveMembers(database, key, { before, entered, tag });
  }
  if (!isFilingChanged) {
    return stored;
  }
  try {
    await saveFiling(database, key, { before, entered });
    return await read(database, key);
  } catch (failure) {
    failure.stored = stored;
    throw failure;
  }
}

async function saveMembers(database, key, { before, entered, tag }) {
  const json = pick(FIELDS, entered);
  const { data, headers } = await api.send("PUT", pathOf(key), { database, json, headers: { "If-Match": tag } });
  return { grievance: { ...data, ...pick(FILING_FIELDS, before) }, tag: headers.get("ETag") };
}

/** Its tag differs after each change of the grievance, so that it is read again, and compared. */
async function saveFiling(database, key, { before, entered }) {
  const path = `${pathOf(key)}/filing`;
  const { data, headers } = await api.get(path, { database });
  if (differ(FILING_FIELDS, before, data)) {
    throw new Problem(412, CHANGED);
  }
  const json = pick(FILING_FIELDS, entered);
  await api.send("PUT", path, { database, json, headers: { "If-Match": headers.get("ETag") } });
}

function pick(fields, from) {
  return Object.fromEntries(fields.map(({ name }) => [name, from[name]]));
}

function differ(fields, one, other) {
  return fields.some(({ name }) => (one[name] ?? null) !== (other[name] ?? null));
}
