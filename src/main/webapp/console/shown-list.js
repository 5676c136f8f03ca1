/** Remembers the page of a list that the reader came from, in memory alone, so that the way back and on is short. */

let shown = { keys: [] };

/**
 * Notes what a list shows.
 *
 * @param address of the list, with its query
 */
export function rememberList({ database, address, keys }) {
  shown = { database, address, keys };
}

/** The address of the list that was shown last in a database, or another one if there is none. */
export function listAddress(database, otherwise) {
  return shown.database === database ? shown.address : otherwise;
}

/** The keys before and after one in that list; undefined where there is none. */
export function neighbors(database, key) {
  const place = shown.database === database ? shown.keys.findIndex((each) => String(each) === String(key)) : -1;
  return place < 0 ? {} : { previous: shown.keys[place - 1], next: shown.keys[place + 1] };
}
