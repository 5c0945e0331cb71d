import { basename } from "node:path";
import { customFiles, onPlatform, stackNames } from "@monitoring/stacks";
import { budgetProblems, costTables, stackCost, type StackCost } from "@monitoring/stacks/cost";
import { recordedContracts } from "@monitoring/collection/recorded";
import { liveCost } from "../cost/live-cost.ts";
import { refuse } from "../refuse.ts";
import { stackNamed } from "../stack-named.ts";
import { checkSettings, readSettings, trackedSettingsPath } from "../stack-settings.ts";
import { UserError } from "../user-error.ts";

/** Prints what long-term storage of a stack's samples costs in AMP: of the running stack, or of what was recorded. */
export async function run([name]: readonly string[]): Promise<number> {
  if (name === undefined)
    throw new UserError(`cost needs a stack: npm run cost -- <${stackNames.join("|")}>`);
  const stack = stackNamed(name);
  const path = trackedSettingsPath(stack);
  const { config, problems } = checkSettings(readSettings(path), path);
  refuse(problems);
  const custom = customFiles();
  const contracts = recordedContracts();
  const placed = onPlatform(stack, config);
  const live = stack === "dev" ? await liveCost(config, contracts, custom) : undefined;
  const cost: StackCost = live ?? stackCost(placed, contracts, custom);
  const from = live
    ? "Counted in the running Prometheus."
    : `Counted in what the exporters were recorded to expose (packages/collection/contracts), times what ${basename(path)} watches.`;
  process.stdout.write(`${from}\n\n${costTables(cost)}\n`);
  refuse(budgetProblems(config, cost));
  return 0;
}
