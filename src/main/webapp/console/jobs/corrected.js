/**
 * The numbers of the rejected rows of a job that were corrected and resubmitted, from 1. All tabs of this
 * browser share them; they hold nothing of a grievance.
 */

const PREFIX = "corrected rows of ";
const RETENTION = 60 * 24 * 3600_000;

export function corrected(id) {
  return new Set(stored(PREFIX + id).numbers);
}

export function addCorrected(id, numbers) {
  removeOld();
  const all = [...new Set([...corrected(id), ...numbers])];
  localStorage.setItem(PREFIX + id, JSON.stringify({ numbers: all, time: Date.now() }));
}

/**
 * Calls back when another tab has resubmitted rows of a job.
 * @returns ends it
 */
export function watchCorrected(id, changed) {
  const look = ({ key }) => key === PREFIX + id && changed();
  addEventListener("storage", look);
  return () => removeEventListener("storage", look);
}

function stored(key) {
  try {
    return { numbers: [], time: 0, ...JSON.parse(localStorage.getItem(key)) };
  } catch {
    return { numbers: [], time: 0 };
  }
}

/** Jobs are gone by then. */
function removeOld() {
  const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index));
  keys.filter((key) => key.startsWith(PREFIX) && Date.now() - stored(key).time > RETENTION)
    .forEach((key) => localStorage.removeItem(key));
}
