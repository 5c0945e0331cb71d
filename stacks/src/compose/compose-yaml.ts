import { stringify } from "yaml";
import type { ComposeProject } from "./compose-project.ts";

/**
 * The text of compose.yaml, keys sorted. As YAML 1.1: docker-compose 1.x reads that, where a bare `no` is a boolean
 * and `1000:50` a number in base 60.
 */
export function composeYaml({ compose }: ComposeProject): string {
  return stringify(compose, {
    version: "1.1",
    sortMapEntries: true,
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
}
