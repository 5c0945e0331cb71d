import { textIn, textsIn } from "../../json-value.ts";
import type { PanelView, TargetView } from "../dashboard-view.ts";
import { isLibraryPanel, showsData } from "../panel-kind.ts";
import type { Found, LintRule } from "../rule.ts";

/** A panel asks something. */
export const panelTargets: LintRule = {
  id: "panel-targets",
  why: "a panel without a query shows nothing, ever",
  foreign: "warning",
  find: ({ dashboard }) =>
    dashboard.panels.filter(showsData).flatMap(({ at, name, targets }): Found[] => {
      if (targets.length === 0) {
        return [{ at, panel: name, reason: "has no query", remedy: "give it one, or remove it" }];
      }
      return targets
        .filter(({ json }) => "expr" in json && textIn(json, "expr") === undefined)
        .map((target) => ({
          at: target.at,
          panel: name,
          reason: `has an empty query ${target.refId ?? ""}`.trimEnd(),
          remedy: "write it, or remove it",
        }));
    }),
};

/** Queries have names of their own: expressions and transformations refer to them. */
export const targetNames: LintRule = {
  id: "target-names",
  why: "of two queries with one refId, Grafana shows the answer of one",
  foreign: "error",
  find: ({ dashboard }) =>
    dashboard.panels.flatMap(({ name, targets }) =>
      targets.flatMap(({ at, refId }, i): Found[] => {
        const twice = targets.slice(0, i).some((earlier) => earlier.refId === refId);
        if (!twice) return [];
        const reason = refId === undefined ? "has two queries without refId" : `has two queries ${refId}`;
        return [{ at, panel: name, reason, remedy: 'give each its own "refId": A, B, C' }];
      }),
    ),
};

/** A hidden query is there for another one. */
export const targetReferenced: LintRule = {
  id: "target-referenced",
  why: "a hidden query that nothing refers to costs Prometheus work at every refresh and shows nothing",
  foreign: "warning",
  find: ({ dashboard }) =>
    dashboard.panels
      .filter(({ json }) => !isLibraryPanel(json))
      .flatMap((panel) =>
        panel.targets
          .filter((target) => target.json["hide"] === true && !isReferenced(target, panel))
          .map(({ at, refId }) => ({
            at,
            panel: panel.name,
            reason: `hides the query ${refId ?? ""}, and nothing refers to it`.replace("  ", " "),
            remedy: "remove it, or show it",
          })),
      ),
};

function isReferenced({ refId }: TargetView, { targets, json }: PanelView): boolean {
  if (refId === undefined) return false;
  const whole = new RegExp(`(?:^|\\W)${refId.replace(/\W/g, "\\$&")}(?:$|\\W)`);
  const others = targets.filter((target) => target.refId !== refId);
  const expressions = others.flatMap(({ json: target }) => textIn(target, "expression") ?? []);
  return [...expressions, ...textsIn(json["transformations"])].some((text) => whole.test(text));
}
