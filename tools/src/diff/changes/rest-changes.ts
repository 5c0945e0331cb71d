import { factsFile } from "@monitoring/stacks/facts";
import type { Revision } from "../description.ts";
import { diffBlock, lineCount } from "../text/line-diff.ts";
import { code, count } from "../text/markdown.ts";
import { changeOf, type Change, type Risk } from "./change.ts";

/** What files are for whose content nothing else explains. The first that fits counts. */
const purposes: readonly (readonly [path: RegExp, risk: Risk, what: string])[] = [
  [/blackbox\.ya?ml$/, "measured", "how addresses are probed"],
  [
    /(?:^|\/)(?:agent|collectors|prometheus|datadog)[^/]*(?:\/|\.ya?ml$)/,
    "measured",
    "how samples are collected and sent on",
  ],
  [/alertmanager\.ya?ml$|\.tmpl$/, "worded", "how messages look and are put together"],
  [/grafana/, "run", "how Grafana runs"],
];

/** Changed files that none of the other changes explains, so that nothing is passed over. */
export function restChanges({ before, after }: Revision): readonly Change[] {
  const paths = [...new Set([...Object.keys(before.rest), ...Object.keys(after.rest)])].sort();
  return paths
    .filter((path) => path !== factsFile && before.rest[path] !== after.rest[path])
    .flatMap((path) => {
      const [old, young] = [before.rest[path], after.rest[path]];
      const [, risk, what] = purposes.find(([pattern]) => pattern.test(path)) ?? [
        null,
        "run",
        "a compiled file",
      ];
      const lines = lineCount(old ?? "", young ?? "");
      const says =
        old === undefined
          ? "is new"
          : young === undefined
            ? "is gone"
            : `changes: ${count(lines.gone, "line")} less, ${lines.new} more`;
      return changeOf(`File ${code(path)}`, [{ risk, says: `(${what}) ${says}` }], {
        detail: diffBlock(old ?? "", young ?? ""),
      });
    });
}
