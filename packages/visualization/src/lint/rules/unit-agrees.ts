import type { PanelView } from "../dashboard-view.ts";
import { isMeasured } from "../panel-kind.ts";
import { quantityOf, type Quantity } from "../quantity.ts";
import { hasUnitOverride, unitOf } from "../unit-of-panel.ts";
import type { Found, LintRule } from "../rule.ts";

const plain = ["short", "none", "locale", "sishort"];

/** Grafana's units that say what a quantity is, the usual one first. */
const units: Readonly<Record<Quantity, readonly string[]>> = {
  seconds: ["s", "dtdurations", "dthms", "clocks"],
  milliseconds: ["ms", "dtdurationms", "clockms"],
  bytes: ["bytes", "decbytes"],
  count: plain,
  share: ["percentunit"],
  percent: ["percent"],
  quotient: ["percentunit", ...plain],
  "per second": [
    "reqps",
    "ops",
    "rps",
    "wps",
    "iops",
    "eps",
    "mps",
    "cps",
    "rowsps",
    "pps",
    "hertz",
    ...plain,
  ],
  "bytes per second": ["Bps", "binBps", "decBps"],
  "seconds per second": ["percentunit", ...plain],
  number: [],
};

/** A unit says what the metric's name says. */
export const unitAgrees: LintRule = {
  id: "unit-agrees",
  why: "a wrong unit shows a wrong number: seconds as milliseconds are 1000 times too small",
  foreign: "warning",
  find: ({ dashboard }) => dashboard.panels.filter(isMeasured).flatMap(disagreement),
};

function disagreement(panel: PanelView): Found[] {
  const unit = unitOf(panel);
  if (unit === undefined || /^(?:suffix|prefix|si|count|currency|bool|string)/.test(unit)) return [];
  if (hasUnitOverride(panel)) return [];
  return panel.targets.slice().flatMap(({ query, json }) => {
    if (query === undefined || json["hide"] === true) return [];
    const quantity = quantityOf(query.parsed.tree.topNode, query.expanded);
    if (quantity === undefined) return [];
    const fitting = units[quantity];
    if (fitting.length === 0 || fitting.includes(unit)) return [];
    return [
      {
        at: query.at,
        panel: panel.name,
        reason: `shows ${quantity} in the unit ${unit}: ${query.text}`,
        remedy: `use ${fitting.slice(0, 3).join(" or ")}`,
      },
    ];
  });
}
