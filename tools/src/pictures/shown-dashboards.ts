import { browserUrl } from "@monitoring/collection";
import { serverAt, type PreviewFiles, type Upstream } from "@monitoring/preview";
import { customFiles, nearest, previewFiles } from "@monitoring/stacks";
import { stackConfig } from "../care/stack-config.ts";
import { UserError } from "../user-error.ts";
import type { PictureOptions } from "./picture-options.ts";
import { readRecorded, recordedPoints, silent, weekConfig } from "./recorded-week.ts";
import { weekEnd } from "./week/time.ts";

/** Dashboards, what answers them, and which moment they show. */
export interface Shown {
  readonly files: PreviewFiles;
  readonly prometheus: Upstream;
  readonly alertmanager: Upstream;
  /** Milliseconds since 1970. @default the real now */
  readonly now?: number;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** The project's own dashboards about the recorded week, or all of this clone's about a running Prometheus. */
export function shownDashboards(live: PictureOptions["live"]): Shown {
  if (live === undefined) {
    return {
      files: previewFiles(weekConfig()),
      prometheus: readRecorded(),
      alertmanager: silent,
      now: weekEnd * 1000,
      parameters: { points: recordedPoints },
    };
  }
  const { config } = stackConfig();
  const { prometheus, alertmanager } = config.ports;
  if (live === true && prometheus === false) {
    throw new UserError(
      "ports.prometheus is false, so the stack's Prometheus cannot be asked from here: name one with --prometheus <url>",
    );
  }
  return {
    files: previewFiles(config, customFiles()),
    prometheus: serverAt(
      live === true ? browserUrl(config.bindAddress, prometheus || 0) : live.replace(/\/$/, ""),
    ),
    alertmanager: alertmanager === false ? silent : serverAt(browserUrl(config.bindAddress, alertmanager)),
  };
}

/** Uids of the dashboards that are asked for; of all where none is. @throws UserError for one that does not exist */
export function chosenUids({ site }: PreviewFiles, uids: readonly string[]): readonly string[] {
  const all = site.dashboards.map(({ uid }) => uid);
  for (const uid of uids.filter((one) => !all.includes(one))) {
    const meant = nearest(uid, all);
    throw new UserError(
      `there is no dashboard "${uid}"; ${meant ? `did you mean ${meant}?` : `there are ${all.join(", ")}`}`,
    );
  }
  return uids.length > 0 ? uids : all;
}
