import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { customFileProblems, nearest, readConfig, stackNames, type StackName } from "./src/index.ts";
import { programValues } from "./src/program-values.ts";
import { readCustomFiles } from "./src/read-custom-files.ts";

const stack = pulumi.getStack();
if (!isStackName(stack)) {
  const meant = nearest(stack, stackNames);
  throw new pulumi.RunError(
    `there is no stack "${stack}"; ${meant ? `did you mean ${meant}?` : `there are ${stackNames.join(" and ")}`}`,
  );
}
const result = readConfig(programValues());
if (!result.ok) {
  const lines = result.problems.map((problem) => `  - ${problem}`);
  throw new pulumi.RunError(`stack ${stack} has mistakes in its configuration:\n${lines.join("\n")}`);
}
const custom = readCustomFiles(join(import.meta.dirname, ".."));
const mistakes = customFileProblems(custom).map(({ message }) => `  - ${message}`);
if (mistakes.length > 0)
  throw new pulumi.RunError(`files of this clone have mistakes:\n${mistakes.join("\n")}`);
// Only the stack asked for is loaded: dev must not load, and so not download, the providers of prod.
const place = { dev: () => import("./src/dev.ts"), prod: () => import("./src/prod.ts") }[stack];
export const outputs = (await place()).place(result.config, custom);

function isStackName(name: string): name is StackName {
  return stackNames.some((known) => known === name);
}
