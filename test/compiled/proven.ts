import { join } from "node:path";
import type { Trial } from "@monitoring/alerting";
import { toYaml } from "@monitoring/collection";
import { emptyFolder, promtool, write } from "./tools.ts";

/** What promtool says of scenarios that hold. */
export const success = "SUCCESS";

/** What promtool says against scenarios, if anything. */
export function proven(trials: readonly Trial[]): string {
  const folder = emptyFolder();
  const files = trials.map(({ rules, file }, i) => {
    write(join(folder, `${i}-rules.yml`), toYaml(rules));
    write(join(folder, `${i}.yml`), toYaml(file(`${i}-rules.yml`)));
    return join(folder, `${i}.yml`);
  });
  const { ok, output } = promtool("test", "rules", ...files);
  return ok && output.includes(success) ? success : output;
}
