import { join } from "node:path";
import { resolveToolchain, type ToolchainOptions } from "./context.ts";
import { goBuilds } from "./go-builds.ts";
import { goBuild } from "./go.ts";

/** The linter of GitHub's workflows, built from its module: the same everywhere, whatever the machine has. */
export async function actionlint(options: ToolchainOptions = {}): Promise<string> {
  return join(await goBuild(resolveToolchain(options), goBuilds.actionlint), "actionlint");
}
