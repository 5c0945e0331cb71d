import { seconds, type Duration } from "@monitoring/collection";
import { deployedDashboards, type Config } from "@monitoring/stacks";

/** A question that a dashboard asks Prometheus at a time range, as Grafana sends it. */
export interface PanelQuery {
  readonly dashboard: string;
  readonly panel: string;
  readonly range: Duration;
  readonly expr: string;
  /** Seconds between two points; none where only the last value is asked for. */
  readonly step: number | undefined;
}

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly {
    readonly type: string;
    readonly title: string;
    readonly gridPos: { readonly w: number };
    readonly maxDataPoints?: number;
    readonly targets?: readonly {
      readonly expr: string;
      readonly instant?: boolean;
      readonly interval?: Duration;
    }[];
  }[];
  readonly annotations: { readonly list: readonly { readonly name: string; readonly expr?: string }[] };
}

// Where a scrape is made every 15 s, no point can tell more.
const scrape = 15;
// A browser's window of 1600 points, as Grafana divides it into columns.
const pixelsPerColumn = 65;

/** The range that a dashboard opens with. */
export function ownRange(config: Config, uid: string): Duration {
  return config.catalogue.dashboards.find((row) => row.uid === uid)?.range ?? "1h";
}

/** Every query of every dashboard at a time range, with "all" chosen everywhere. */
export function panelQueries(config: Config, range: Duration): readonly PanelQuery[] {
  return deployedDashboards(config).flatMap(({ json }) => {
    const { uid, panels, annotations } = JSON.parse(json) as Dashboard;
    const ofPanels = panels.flatMap(({ title, gridPos, maxDataPoints, targets = [] }) =>
      targets.map(({ expr, instant, interval }): PanelQuery => {
        const least = interval === undefined ? scrape : seconds(interval);
        const step = Math.max(least, stepOf(seconds(range), maxDataPoints ?? gridPos.w * pixelsPerColumn));
        return {
          ...{ dashboard: uid, panel: title, range },
          expr: filledIn(expr, seconds(range), step),
          step: instant === true ? undefined : step,
        };
      }),
    );
    const ofAnnotations = annotations.list.flatMap(({ name, expr }): PanelQuery[] => {
      if (expr === undefined) return [];
      // Grafana asks once a minute, or as often as Prometheus gives points.
      const step = Math.max(60, Math.ceil(seconds(range) / 11_000));
      return [{ dashboard: uid, panel: `annotation ${name}`, range, expr, step }];
    });
    return [...ofPanels, ...ofAnnotations];
  });
}

function filledIn(expr: string, range: number, step: number): string {
  return expr
    .replaceAll("$__rate_interval", `${Math.max(step + scrape, 4 * scrape)}s`)
    .replaceAll("$__range_s", String(range))
    .replaceAll("$__range", `${range}s`)
    .replaceAll("$__interval", `${step}s`)
    .replace(/\$[a-z]+/g, ".+");
}

/** Up to how many seconds between two points Grafana takes which step, in seconds (its rangeutil). */
const steps: readonly (readonly [upTo: number, step: number])[] = [
  [17.5, 15],
  [25, 20],
  [45, 30],
  [90, 60],
  [210, 120],
  [450, 300],
  [750, 600],
  [1_050, 900],
  [1_500, 1_200],
  [2_700, 1_800],
  [5_400, 3_600],
  [9_000, 7_200],
  [16_200, 10_800],
];

/** The step that Grafana takes for a panel so many pixels wide. */
export function stepOf(range: number, pixels: number): number {
  const exact = range / pixels;
  return Math.max(scrape, steps.find(([upTo]) => exact < upTo)?.[1] ?? 21_600);
}
