import {
  FieldColorBuilder,
  FieldColorModeId,
  type DynamicConfigValue,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { marksOf } from "./house-style.ts";
import type { Limits, PanelQuery, PanelRow } from "./panel.ts";

// No colour here is near green, yellow or red. Grafana takes the shade of a name that fits the theme.

/** One for each query of a panel: neighbours differ in lightness, so that colour-blind readers tell them apart as well. */
const ofQueries = ["blue", "super-light-purple", "#1FA5B8", "dark-purple"] as const;

/**
 * One for each group of names, by the last letter that says something: nobody knows beforehand which series a query gives, and
 * Grafana's own palettes begin with green, yellow and red. So a tool has its colour on every panel, and names of one group
 * get shades of it. The letters are dealt so that the names of this stack share as little as they can.
 */
const ofNames = {
  blue: "adlmw027",
  purple: "bjrty15",
  "#1FA5B8": "efpvz9",
  "#D65FB0": "chiksu34",
  text: "gnoqx68",
} as const;

/** Letters that most names end in: the one before says more. */
const endings = "est";

/** Names of which the last letter says nothing: a status by its class, and how a call ended. */
const ofWords = {
  blue: "2\\d\\d|success",
  purple: "3\\d\\d",
  "#1FA5B8": "4\\d\\d|protocol_error",
  "#D65FB0": "5\\d\\d|tool_error",
} as const;

/** What the others may reach: no course of its own. */
const ofLimits = "#8E8E8E";

/** Settings of those series alone that a matcher finds. */
interface Override {
  readonly matcher: { readonly id: string; readonly options: unknown };
  readonly properties: DynamicConfigValue[];
}

/** Colours of a graph's lines: the same for all, and what differs for some. Later ones win. */
export interface SeriesColours {
  readonly scheme: FieldColorBuilder;
  readonly overrides: Override[];
}

/**
 * The colours of a graph's lines: they tell lines apart and mean nothing, but for a line that was beyond a limit, which has the
 * limit's colour. Of several queries each may have another limit, so there the lines keep theirs.
 */
export function seriesColours(queries: PanelRow["queries"], limits: Limits | undefined): SeriesColours {
  const scheme = new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor(ofQueries[0]);
  if (queries.length > 1) return { scheme, overrides: queries.map(byQuery) };
  return { scheme, overrides: [...(givesMany(queries[0]) ? byName : []), ...beyond(limits)] };
}

/** Whether a query gives a series for each value of a label. */
export function givesMany({ legend }: PanelQuery): boolean {
  return legend.includes("{{");
}

function byQuery(query: PanelQuery, i: number): Override {
  const own = ofQueries[i % ofQueries.length] ?? ofQueries[0];
  const dashed = { id: "custom.lineStyle", value: { fill: "dash", dash: [8, 8] } };
  return {
    matcher: { id: "byFrameRefID", options: refIdOf(i) },
    properties: query.isLimit
      ? [colour("fixed", ofLimits), dashed]
      : [colour(givesMany(query) ? "shades" : "fixed", own)],
  };
}

/** What Grafana calls a panel's query. */
export function refIdOf(i: number): string {
  return String.fromCharCode(65 + i);
}

const byName: Override[] = [
  ...Object.entries(ofNames).map(([hue, letters]) => [hue, endingIn(letters)] as const),
  ...Object.entries(ofWords).map(([hue, words]) => [hue, `/^(?:${words})$/`] as const),
].map(([hue, options]) => ({
  matcher: { id: "byRegexp", options },
  properties: [colour("shades", hue)],
}));

function endingIn(letters: string): string {
  const alone = letters.replace(new RegExp(`[${endings}]`, "g"), "");
  return `/(?:[${alone}]|[${letters}][${endings}])$/i`;
}

function beyond(limits: Limits = {}): Override[] {
  const [reducer, op] = limits.bad === "below" ? ["min", "lt"] : ["max", "gte"];
  return marksOf(limits).map(({ value, color }) => ({
    matcher: { id: "byValue", options: { reducer, op, value } },
    properties: [colour("fixed", color)],
  }));
}

function colour(mode: "fixed" | "shades", fixedColor: string): DynamicConfigValue {
  return { id: "color", value: { mode, fixedColor } };
}
