/** Which page an address names. */

const ROUTES = [
  route("databases", "databases", "administer"),
  route(":database/work", "work", "read"),
  route(":database/grievances", "grievances", "read"),
  route(":database/grievances/new", "new", "write"),
  route(":database/grievances/:key", "grievance", "read"),
  route(":database/deadlines", "deadlines", "read"),
  route(":database/load", "load", "write"),
  route(":database/jobs", "jobs", "read"),
  route(":database/jobs/:id", "job", "read"),
  route(":database/charts", "charts", "read"),
  route(":database/codes/:list", "codes", "administer"),
];

function route(path, page, right) {
  return { segments: path.split("/"), page, right };
}

/** The page of the part of an address after `#`; `page` is undefined when it names nothing. */
export function placeAt(hash) {
  const [path, query] = hash.slice(1).split("?");
  const segments = path.split("/").filter(Boolean).map(decoded);
  for (const { segments: pattern, ...rest } of ROUTES) {
    const params = match(pattern, segments);
    if (params) {
      return { ...rest, params, path, query: new URLSearchParams(query) };
    }
  }
  return { path, params: {}, query: new URLSearchParams(query) };
}

/** Whether a place is where the console begins: the first list that the user may see. */
export function isHome({ path }) {
  return ["", "/", "/sign-in"].includes(path);
}

function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function match(pattern, segments) {
  const fits = pattern.length === segments.length
    && pattern.every((part, i) => part.startsWith(":") || part === segments[i]);
  return fits && Object.fromEntries(pattern.map((part, i) => [part.slice(1), segments[i]]));
}
