import { createHash } from "node:crypto";
import { toJson, type Deployment } from "@monitoring/collection";
import { artefacts, type StackName } from "./artefacts.ts";
import type { Config } from "./config.ts";
import type { CustomFiles } from "./custom-files.ts";

/**
 * The configuration with what makes this deployment another one than the last: the commit, and what the settings and the
 * files of the clone come to. Nothing of it is a moment's, so that a second preview has nothing to say.
 */
export function asDeployment(stack: StackName, config: Config, custom: CustomFiles, commit: string): Config {
  const { catalogue, ...settings } = config;
  const content = createHash("sha256").update(toJson({ settings, files: artefacts(stack, config, custom) }));
  const deployment: Deployment = { stack, commit, content: content.digest("hex").slice(0, 8) };
  return { ...settings, catalogue, deployment };
}
