import { exporters, parsePromql, type Reader } from "@monitoring/collection";
import {
  compileKeepList,
  keepList,
  keepSelectors,
  type KeepRule,
  type RelabelConfig,
} from "@monitoring/remote-storage";
import type { Config } from "../config.ts";
import type { Texts } from "./texts.ts";

/** What leaves; `all` where nothing is held back. */
export type Shipped = "all" | readonly KeepRule[];

/**
 * What of the raw series leaves. What rules compute does not, however it is read: the rules are deployed where the
 * series arrive, too, and compute it again from what leaves.
 */
export function shipped({ ship, keep }: Config, { readers, computed }: Texts): Shipped {
  if (ship === "all") return "all";
  const wanted = keep.map((text) => ({ owner: "monitoring:keep", text }));
  return keepList({ readers: [...readers, ...wanted], computed, exporters: names });
}

/**
 * Whether a text reads only metrics that it names. A runbook may ask which of all metrics has most series: that is a
 * question to the server that collects them, and no reason to ship them all.
 */
export function namesMetrics({ text }: Reader): boolean {
  return parsePromql(text).selectors.every(({ metric }) => metric !== undefined);
}

const names = Object.fromEntries(
  Object.entries(exporters).map(([exporter, metrics]) => [exporter, metrics.map(({ name }) => name)]),
);

/** The relabelling that holds the rest back. */
export function relabelling(what: Shipped): readonly RelabelConfig[] {
  return what === "all" ? [] : compileKeepList(what);
}

/** What leaves, as one PromQL text that selects it. */
export function selection(what: Shipped): string {
  return what === "all" ? '{__name__!=""}' : keepSelectors(what).join(" or ");
}
