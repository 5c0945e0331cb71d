import { recordedContracts } from "@monitoring/collection/recorded";
import * as pulumi from "@pulumi/pulumi";
import { customFiles } from "../custom-folder.ts";
import type { Config } from "../config.ts";
import { costLine } from "./cost-text.ts";
import { budgetProblems, stackCost } from "./stack-cost.ts";

/** Says in a preview or an update what long-term storage in AMP will cost. @throws RunError above the budget */
export function sayCost(config: Config): void {
  const cost = stackCost(config, recordedContracts(), customFiles());
  const [problem] = budgetProblems(config, cost);
  if (problem) throw new pulumi.RunError(problem.message);
  void pulumi.log.info(costLine(cost));
}
