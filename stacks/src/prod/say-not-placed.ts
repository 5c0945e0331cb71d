import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../config.ts";
import type { CustomFiles } from "../custom-files.ts";
import { notPlacedText } from "../not-placed-text.ts";
import { customNotWorking } from "../on-platform.ts";

/** Says in a preview or an update what the stack does not have, and why. */
export function sayNotPlaced(config: Config, custom: CustomFiles): void {
  void pulumi.log.info(notPlacedText(config));
  for (const sentence of customNotWorking("prod", config, custom)) void pulumi.log.warn(sentence);
}
