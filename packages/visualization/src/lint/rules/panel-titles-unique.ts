import { textIn } from "../../json-value.ts";
import { showsData } from "../panel-kind.ts";
import type { LintRule } from "../rule.ts";

/** One title, one panel. */
export const panelTitlesUnique: LintRule = {
  id: "panel-titles-unique",
  why: "two panels of one name are mixed up when people talk about them",
  foreign: "warning",
  find: ({ dashboard }) => {
    const seen = new Set<string>();
    return dashboard.panels.filter(showsData).flatMap(({ at, json }) => {
      const title = textIn(json, "title");
      if (title === undefined) return [];
      const twice = seen.has(title);
      seen.add(title);
      if (!twice) return [];
      return [
        {
          at: [...at, "title"],
          panel: title,
          reason: "has the title of another panel",
          remedy: "say in the title what sets it apart",
        },
      ];
    });
  },
};
