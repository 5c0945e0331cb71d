import { recordedContracts } from "@monitoring/collection/recorded";
import { customFiles, onPlatform, type Config, type Problem, type StackName } from "@monitoring/stacks";
import { budgetProblems, isPaidFor, stackCost } from "@monitoring/stacks/cost";

/** What speaks against a configuration whose samples would cost more in AMP than they may. */
export function overBudget(stack: StackName, config: Config): readonly Problem[] {
  if (config.budget === undefined || (stack === "dev" && !isPaidFor(config))) return [];
  return budgetProblems(config, stackCost(onPlatform(stack, config), recordedContracts(), customFiles()));
}
