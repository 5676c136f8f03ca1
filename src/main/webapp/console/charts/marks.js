/** Gives each series of a chart marks of its own, so that colour is not needed to tell them apart. */

const MARKS = [
  { colour: "--accent", dash: [], point: "circle", stripes: 0 },
  { colour: "--warn", dash: [7, 4], point: "triangle", stripes: 1 },
  { colour: "--bad", dash: [2, 3], point: "rectRot", stripes: 2 },
];
const TILE = 8;

export function lineMarks(series) {
  const { colour, dash, point } = MARKS[series];
  const shown = property(colour);
  return { borderColor: shown, backgroundColor: shown, borderDash: dash, borderWidth: 2, pointStyle: point, pointRadius: 4 };
}

export function barMarks(series) {
  const { colour, stripes } = MARKS[series];
  const shown = property(colour);
  return { borderColor: shown, backgroundColor: stripes ? pattern(shown, stripes) : shown, borderWidth: 1 };
}

/** A custom property of the page, which differs in dark mode. */
export function property(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** @param stripes 1 for stripes, 2 for a lattice */
function pattern(colour, stripes) {
  const tile = document.createElement("canvas");
  tile.width = TILE;
  tile.height = TILE;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  stripe(pen, (at) => [at, 0, at + TILE, TILE]);
  if (stripes === 2) {
    stripe(pen, (at) => [at + TILE, 0, at, TILE]);
  }
  return pen.createPattern(tile, "repeat");
}

/** Beyond the corners too, so that tiles fit together. */
function stripe(pen, ends) {
  for (const at of [-TILE, 0, TILE]) {
    const [x1, y1, x2, y2] = ends(at);
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.stroke();
  }
}
