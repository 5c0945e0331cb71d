import { join } from "node:path";
import { readConfig } from "@monitoring/stacks";
import { expect, test } from "@jest/globals";
import { judgeFiles } from "../../tools/src/drill/judge-files.ts";
import { planDrills } from "../../tools/src/drill/plan.ts";
import { emptyFolder, promtool, write } from "./tools.ts";

test.each(["judged", "judgedApart"] as const)(
  "promtool takes what the drill's Prometheus is given: %s",
  (which) => {
    const result = readConfig({});
    if (!result.ok) throw new Error(result.problems.join("\n"));
    const groups = planDrills(result.config)[which];
    const folder = emptyFolder();
    for (const [path, text] of Object.entries(judgeFiles(result.config, groups, { cluster: "drill" }))) {
      write(join(folder, path), text);
    }
    expect(groups.length).toBeGreaterThan(0);
    expect(promtool("check", "config", join(folder, "prometheus.yml"))).toMatchObject({ ok: true });
  },
);
