/** The times that charts are of. */

/** As many days, weeks and months as the service counts when it is not told from when to when. */
export const PERIODS = {
  "12-months": { label: "12 months", every: "month" },
  "12-weeks": { label: "12 weeks", every: "week" },
  "30-days": { label: "30 days", every: "day" },
};

export function periodOf(query) {
  const name = query.get("period");
  return Object.hasOwn(PERIODS, name) ? name : "12-months";
}
