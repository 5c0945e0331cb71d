import { fateOf, placeRules, type LeftOut } from "@monitoring/alerting";
import { whyBlind, type Platform } from "@monitoring/collection";
import { placeDashboards, type PanelLeftOut } from "@monitoring/visualization";
import type { StackName } from "./artefacts.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Config } from "./config.ts";
import type { CustomFiles } from "./custom-files.ts";
import { textsOf } from "./shipping/texts.ts";

/** What each stack runs on. */
export const platforms: Readonly<Record<StackName, Platform>> = { dev: "docker", prod: "aws" };

/** What cannot work on a platform. */
export interface NotPlaced {
  readonly alerts: readonly LeftOut[];
  readonly panels: readonly PanelLeftOut[];
}

/** The configuration as a stack's platform has it: its rows without what that platform cannot see. */
export function onPlatform(stack: StackName, config: Config): Config {
  const platform = platforms[stack];
  if (platform === config.platform) return config;
  return { ...config, platform, catalogue: place(platform, config.wholeCatalogue).catalogue };
}

/** What of a catalogue cannot work on a stack's platform, and why. */
export function notPlaced(stack: StackName, catalogue: Catalogue): NotPlaced {
  return place(platforms[stack], catalogue).left;
}

function place(
  platform: Platform,
  { rules, dashboards, ...rest }: Catalogue,
): { readonly catalogue: Catalogue; readonly left: NotPlaced } {
  const { groups, leftOut: alerts, whyGone } = placeRules(rules, whyBlind(platform));
  const placed = placeDashboards(dashboards, whyGone);
  const [first, ...others] = placed.dashboards;
  if (first === undefined) throw new Error(`no dashboard could show anything on ${platform}`);
  return {
    catalogue: { ...rest, rules: groups, dashboards: [first, ...others] },
    left: { alerts, panels: placed.leftOut },
  };
}

/** Rules and panels of people's own that cannot work on a stack's platform, as sentences. They are deployed all the same. */
export function customNotWorking(stack: StackName, config: Config, files: CustomFiles): readonly string[] {
  const { whyGone } = placeRules(config.wholeCatalogue.rules, whyBlind(platforms[stack]));
  return textsOf(files).readers.flatMap(({ owner, text }) => {
    const { gives, why } = fateOf(text, whyGone);
    return gives === "something"
      ? []
      : [`${owner} gives ${gives === "nothing" ? "nothing" : "the same for ever"} in ${stack}: ${why}`];
  });
}
