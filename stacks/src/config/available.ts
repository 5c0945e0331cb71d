import type { optionalImages } from "../images.ts";
import type { Config } from "./schema.ts";

/** Whether the preview takes Grafana's place. */
export function showsPreview(config: Config): boolean {
  return !isAvailable(config, "grafana") && isAvailable(config, "preview");
}

/** Whether a service's image can be had, so that the stack runs it. */
export function isAvailable(config: Config, name: (typeof optionalImages)[number]): boolean {
  return !config.unavailable.includes(name);
}
