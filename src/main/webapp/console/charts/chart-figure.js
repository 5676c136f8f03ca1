/** A chart, with a table of its data for screen readers. */

import { h, replace } from "../dom.js";
import { number } from "../format.js";
import { library } from "../library.js";
import { barMarks, lineMarks, property } from "./marks.js";

const FONT = "system-ui, sans-serif";
const ROOM_FOR_VALUE = 32;
const MAX_WITH_VALUES = 12;
const DARK = matchMedia("(prefers-color-scheme: dark)");

/**
 * Its content: a `title`, a `summary` for screen readers, the `kind` (`line`, `bar`, or `bars` that
 * lie), the `labels` of the points, which `name` they have in common, and the `series`, each with a
 * `label` and its `values`. `table` has the rows of the table when they are others.
 */
export class ChartFigure extends HTMLElement {
  #canvas = h("canvas", { role: "img" });
  #Chart = null;
  #shown;
  #chart;
  #draw = () => this.#drawAgain();

  connectedCallback() {
    DARK.addEventListener("change", this.#draw);
  }

  disconnectedCallback() {
    DARK.removeEventListener("change", this.#draw);
    this.#chart?.destroy();
    this.#chart = null;
  }

  async show(shown) {
    this.#shown = shown;
    this.#canvas.setAttribute("aria-label", shown.summary);
    replace(this, h("figure", { class: "stack" },
      h("figcaption", {}, h("h2", {}, shown.title), shown.note && h("p", { class: "soft" }, shown.note)),
      h("div", { class: "plot" }, this.#canvas),
      h("details", {}, h("summary", {}, "Show data"), table(shown))));
    this.#fit(shown);
    this.#Chart = await library("chart.js", "Chart");
    this.#Chart.defaults.font.family = FONT;
    this.#drawAgain();
  }

  /** Bars that lie need room for each. */
  #fit({ kind, labels, series }) {
    if (kind === "bars") {
      this.querySelector(".plot").style.blockSize = `${4 + labels.length * (series.length * 0.9 + 0.5)}rem`;
    }
  }

  #drawAgain() {
    this.#chart?.destroy();
    this.#chart = this.#Chart && this.isConnected ? new this.#Chart(this.#canvas, configuration(this.#shown)) : null;
  }
}

customElements.define("chart-figure", ChartFigure);

function table({ title, name, labels, series, table: rows }) {
  const heads = rows?.heads ?? series.map(({ label }) => label);
  const lines = rows?.lines ?? labels.map((label, index) => [label, ...series.map(({ values }) => values[index])]);
  const count = (text) => h("th", { scope: "col", class: "number" }, text);
  return h("div", { class: "region", role: "region", tabindex: "0", "aria-label": `${title}: data` },
    h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, name), heads.map(count))),
      h("tbody", {}, lines.map(line))));
}

function line([label, ...values]) {
  return h("tr", {},
    h("th", { scope: "row" }, label),
    values.map((value) => h("td", { class: "number" }, number(value))));
}

function configuration({ kind, labels, series }) {
  const isLine = kind === "line";
  const marks = isLine ? lineMarks : barMarks;
  return {
    type: isLine ? "line" : "bar",
    data: { labels, datasets: series.map(({ label, values }, index) => ({ label, data: values, ...marks(index) })) },
    options: options(kind, series.length > 1),
    plugins: !isLine && labels.length <= MAX_WITH_VALUES ? [valueAtBars] : [],
  };
}

/** Nothing moves, as some readers ask for and nobody misses. */
function options(kind, hasLegend) {
  const ink = property("--ink");
  const isLying = kind === "bars";
  const counts = {
    beginAtZero: true,
    grace: "8%",
    ticks: { precision: 0, color: ink, maxRotation: 0, autoSkipPadding: 16 },
    grid: { color: property("--line") },
    border: { display: false },
  };
  const names = {
    ticks: { color: ink, maxRotation: 0, autoSkipPadding: 16, autoSkip: !isLying },
    grid: { display: false },
    border: { color: property("--edge") },
  };
  const labels = { color: ink, usePointStyle: kind === "line", boxHeight: 8, padding: 16 };
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    layout: { padding: { right: isLying ? ROOM_FOR_VALUE : 0 } },
    indexAxis: isLying ? "y" : "x",
    interaction: { mode: "index", intersect: false, axis: isLying ? "y" : "x" },
    scales: isLying ? { x: counts, y: names } : { x: names, y: counts },
    plugins: { legend: { display: hasLegend, align: "start", labels } },
  };
}

const valueAtBars = {
  id: "valueAtBars",
  afterDatasetsDraw(chart) {
    const { ctx, data } = chart;
    ctx.save();
    ctx.fillStyle = property("--ink");
    ctx.font = `11px ${FONT}`;
    data.datasets.forEach((dataset, index) => {
      chart.getDatasetMeta(index).data.forEach((bar, at) => drawValue(ctx, bar, dataset.data[at]));
    });
    ctx.restore();
  },
};

function drawValue(pen, bar, value) {
  const { x, y, horizontal } = bar.getProps(["x", "y", "horizontal"], true);
  pen.textAlign = horizontal ? "left" : "center";
  pen.textBaseline = horizontal ? "middle" : "bottom";
  pen.fillText(number(value), horizontal ? x + 4 : x, horizontal ? y : y - 2);
}
