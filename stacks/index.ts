import * as pulumi from "@pulumi/pulumi";
import {
  customFileFindings,
  customFiles,
  nearest,
  providerKeyProblems,
  readConfig,
  stackNames,
  stackProblems,
  type Config,
  type StackName,
} from "./src/index.ts";
import { catalogueAtHand } from "./src/at-hand.ts";
import { cloneCommit } from "./src/clone-commit.ts";
import { asDeployment } from "./src/deployment.ts";
import { programValues } from "./src/program-values.ts";

const stack = pulumi.getStack();
if (!isStackName(stack)) {
  const meant = nearest(stack, stackNames);
  throw new pulumi.RunError(
    `there is no stack "${stack}"; ${meant ? `did you mean ${meant}?` : `there are ${stackNames.join(" and ")}`}`,
  );
}
const result = readConfig(programValues(), catalogueAtHand);
const problems = [
  ...(result.ok ? stackProblems(stack, result.config).map(({ message }) => message) : result.problems),
  ...providerKeyProblems(Object.keys(pulumi.runtime.allConfig())).map(({ message }) => message),
];
if (!result.ok || problems.length > 0) {
  const lines = problems.map((problem) => `  - ${problem}`);
  throw new pulumi.RunError(`stack ${stack} has mistakes in its configuration:\n${lines.join("\n")}`);
}
const custom = customFiles();
const mistakes = customFileFindings(result.config, custom).problems.map(({ message }) => `  - ${message}`);
if (mistakes.length > 0) {
  throw new pulumi.RunError(`files in dashboards/ or rules/ have mistakes:\n${mistakes.join("\n")}`);
}
// Only the stack asked for is loaded: dev must not load, and so not download, the providers of prod.
if (stack === "prod") await (await import("./src/prod/check-grafana.ts")).checkGrafana(result.config);
const place = { dev: () => import("./src/dev.ts"), prod: () => import("./src/prod.ts") }[stack];
const named = async (config: Config): Promise<Config> =>
  asDeployment(stack, config, custom, await cloneCommit());
export const outputs = await (await place()).place(result.config, custom, named);

function isStackName(name: string): name is StackName {
  return stackNames.some((known) => known === name);
}
