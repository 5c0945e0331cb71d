import { toJson } from "@monitoring/collection";
import { objectIn, textIn, type JsonObject } from "@monitoring/visualization";
import type { ParsedFile } from "../describe.ts";
import { objects, text, without } from "./values.ts";

/** A dashboard as it is deployed. */
export interface DescribedDashboard {
  readonly uid: string;
  readonly title: string;
  /** Path of the folder that it lies in. */
  readonly folder: string;
  readonly panels: readonly DescribedPanel[];
  readonly variables: readonly string[];
  /** Everything else about it, as JSON. */
  readonly settings: string;
}

/** A panel of a dashboard. */
export interface DescribedPanel {
  readonly title: string;
  readonly type: string;
  /** What it asks, as written. */
  readonly queries: readonly string[];
  readonly place: string;
  /** Everything else about it, as JSON. */
  readonly settings: string;
}

/** The dashboards of Grafana's JSON files. */
export function readDashboards(files: readonly ParsedFile[]): readonly DescribedDashboard[] {
  return files.map(({ path, content }) => {
    const variables = objects(objectIn(content, "templating")["list"]);
    return {
      uid: textIn(content, "uid") ?? path,
      title: textIn(content, "title") ?? path,
      folder: path.replace(/^dashboards\//, "").replace(/\/?[^/]*$/, ""),
      panels: panels(content),
      variables: variables.map(({ name }) => text(name)),
      // A variable's content is a setting, but its coming and going is told.
      settings: toJson({
        ...without(content, "panels", "uid", "title", "version", "id"),
        templating: variables,
      }),
    };
  });
}

/** Panels at any depth; rows only hold others. */
function panels(parent: JsonObject): readonly DescribedPanel[] {
  return objects(parent["panels"]).flatMap((panel) =>
    panel["type"] === "row"
      ? panels(panel)
      : [
          {
            title: textIn(panel, "title") ?? "(without a title)",
            type: text(panel["type"]),
            queries: objects(panel["targets"]).map((target) => text(target["expr"]) || toJson(target).trim()),
            place: toJson(panel["gridPos"] ?? {}),
            settings: toJson({
              ...without(panel, "id", "gridPos", "targets", "title", "type"),
              targets: objects(panel["targets"]).map((target) => without(target, "expr", "refId")),
            }),
          },
        ],
  );
}
