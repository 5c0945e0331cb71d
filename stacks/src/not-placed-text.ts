import { prodAlarms } from "./alarms.ts";
import type { Config } from "./config.ts";
import { notPlaced } from "./on-platform.ts";

/** An alert that cannot work in prod, and the alarms that stand for it there. */
export interface StandIn {
  readonly alert: string;
  readonly why: string;
  readonly alarms: readonly string[];
}

/** Every alert that prod leaves out of a configuration's catalogue, with what stands for it. */
export function standIns(config: Config): readonly StandIn[] {
  const alarms = prodAlarms(config);
  return notPlaced("prod", config.wholeCatalogue).alerts.map(({ alert, why }) => ({
    alert,
    why,
    alarms: alarms.filter(({ standsFor }) => standsFor.includes(alert)).map(({ name }) => name),
  }));
}

/** What prod leaves out of a configuration's catalogue, a line for each reason. */
export function notPlacedText(config: Config): string {
  const alerts = standIns(config);
  const { panels } = notPlaced("prod", config.wholeCatalogue);
  const reasons = [...Map.groupBy(alerts, ({ why }) => why)];
  const dashboards = [...Map.groupBy(panels, ({ dashboard }) => dashboard)];
  const alone = alerts.filter(({ alarms }) => alarms.length === 0).map(({ alert }) => alert);
  return [
    `left out, because they cannot work here: ${alerts.length} alerts and ${panels.length} panels`,
    ...reasons.map(([why, lost]) => `- ${lost.map(({ alert }) => alert).join(", ")}: ${why}`),
    ...(panels.length > 0
      ? [`- panels: ${dashboards.map(([uid, lost]) => `${lost.length} of ${uid}`).join(", ")}`]
      : []),
    ...(alone.length > 0
      ? [
          `no CloudWatch alarm stands for ${alone.join(", ")}; monitoring:aws.rds, aws.elasticache and aws.ecs make some`,
        ]
      : []),
  ].join("\n");
}
