import { createHash } from "node:crypto";
import { toJson, type Deployment } from "@monitoring/collection";
import { prodAlarms } from "./alarms.ts";
import { artefacts, type StackName } from "./artefacts.ts";
import type { Config } from "./config.ts";
import type { CustomFiles } from "./custom-files.ts";
import { onPlatform } from "./on-platform.ts";

/**
 * The configuration with what makes this deployment another one than the last: the commit, and what the settings and the
 * files of the clone come to. Nothing of it is a moment's, so that a second preview has nothing to say.
 */
export function asDeployment(stack: StackName, config: Config, custom: CustomFiles, commit: string): Config {
  // All that is placed of the rows is in the files and, of alarms, beside them.
  const { catalogue: _, wholeCatalogue: __, ...settings } = config;
  const alarms = stack === "prod" ? prodAlarms(onPlatform(stack, config)) : [];
  const content = createHash("sha256").update(
    toJson({ settings, files: artefacts(stack, config, custom), alarms }),
  );
  const deployment: Deployment = { stack, commit, content: content.digest("hex").slice(0, 8) };
  return { ...config, deployment };
}
