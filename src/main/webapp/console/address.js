/** Addresses of the console's pages. */

/** The address of a page of a database, such as `/alpha/grievances`. */
export function addressOf(database, page) {
  return `/${encodeURIComponent(database)}/${page}`;
}
