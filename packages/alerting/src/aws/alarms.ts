import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AlarmRow } from "../alarm.ts";
import type { Severity } from "../severity.ts";

/** What alarms are placed with. */
export interface AlarmsArgs {
  readonly alarms: readonly AlarmRow[];
  readonly workspaceId: pulumi.Output<string>;
  /** The topics that are told of each severity. */
  readonly topicArns: (severity: Severity) => readonly pulumi.Input<string>[];
}

/** Alarms of CloudWatch that tell topics when something is bad and when it is good again. */
export class Alarms extends pulumi.ComponentResource {
  /** Registers the alarms, each under its own name. */
  constructor(name: string, args: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:alerting/aws:Alarms", name, {}, opts);
    for (const alarm of args.alarms) {
      const topics = [...args.topicArns(alarm.severity)];
      new aws.cloudwatch.MetricAlarm(
        alarm.name,
        {
          name: alarm.name,
          alarmDescription: alarm.description,
          alarmActions: topics,
          okActions: topics,
          ...measured(alarm, args.workspaceId),
          comparisonOperator: alarm.bad === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
          threshold: alarm.threshold,
          evaluationPeriods: alarm.periods,
          datapointsToAlarm: alarm.periods,
          treatMissingData: alarm.missing === "bad" ? "breaching" : "notBreaching",
          ...(alarm.warmUpMinutes !== undefined && {
            warmUpConfiguration: { warmUpPeriodDurationInMinutes: alarm.warmUpMinutes },
          }),
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}

/** AWS takes either a metric with its period, or queries that have theirs. */
function measured(
  { measure, periodSeconds: period }: AlarmRow,
  workspace: pulumi.Output<string>,
): Partial<aws.cloudwatch.MetricAlarmArgs> {
  switch (measure.kind) {
    case "metric":
      return {
        namespace: measure.namespace,
        metricName: measure.metric,
        statistic: measure.statistic,
        dimensions: workspace.apply((id) => ({ ...measure.dimensions(id) })),
        period,
      };
    case "query":
      return {
        metricQueries: [{ id: "sum", expression: workspace.apply(measure.query), period, returnData: true }],
      };
  }
}
