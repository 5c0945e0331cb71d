import type { Dialect, TemplateType } from "./check-template.ts";

const giving = (type: TemplateType, names: string): Readonly<Record<string, TemplateType>> =>
  Object.fromEntries(names.split(" ").map((name) => [name, type]));

/** Templates in annotations and labels of alerts (prometheus 3.14, template/template.go). */
export const ruleTemplates: Dialect = {
  root: "root",
  fields: {
    root: { Labels: "labels", ExternalLabels: "externalLabels", ExternalURL: "text", Value: "value" },
    sample: { Labels: "sampleLabels", Value: "unknown" },
    text: {},
  },
  elements: { samples: "sample" },
  functions: {
    ...giving("samples", "query sortByLabel"),
    first: "sample",
    ...giving("unknown", "value args safeHtml match toTime toDuration now parseDuration"),
    ...giving(
      "text",
      "label strvalue reReplaceAll title toUpper toLower graphLink tableLink stripPort stripDomain humanize " +
        "humanize1024 humanizeDuration humanizePercentage humanizeTimestamp pathPrefix externalURL urlQueryEscape",
    ),
  },
  variables: { $labels: "labels", $externalLabels: "externalLabels", $externalURL: "text", $value: "value" },
  labels: new Set(["labels", "externalLabels", "sampleLabels"]),
};

/** Templates of notifications (alertmanager 0.31, template/template.go). */
export const notificationTemplates: Dialect = {
  root: "data",
  fields: {
    data: {
      Receiver: "text",
      Status: "text",
      Alerts: "alerts",
      GroupLabels: "kv",
      CommonLabels: "kv",
      CommonAnnotations: "kv",
      ExternalURL: "text",
    },
    alerts: { Firing: "alertList", Resolved: "alertList" },
    alert: {
      Status: "text",
      Labels: "kv",
      Annotations: "kv",
      StartsAt: "unknown",
      EndsAt: "unknown",
      GeneratorURL: "text",
      Fingerprint: "text",
    },
    kv: { SortedPairs: "pairs", Remove: "kv", Names: "unknown", Values: "unknown", String: "text" },
    pairs: { Names: "unknown", Values: "unknown", String: "text" },
    pair: { Name: "text", Value: "text" },
    text: {},
  },
  elements: { alerts: "alert", alertList: "alert", kv: "text", pairs: "pair" },
  functions: {
    ...giving(
      "text",
      "toUpper toLower title trimSpace join reReplaceAll urlUnescape humanizeDuration toJson",
    ),
    ...giving("unknown", "match safeHtml safeUrl stringSlice date tz since"),
  },
  variables: {},
  labels: new Set(["kv"]),
};

/** Templates that Alertmanager brings along, by what their names begin with. */
export const bundledTemplates =
  /^(__alertmanager|__alertmanagerURL|__subject|__description|__text_alert_list|__text_alert_list_markdown|(slack|pagerduty|opsgenie|wechat|victorops|pushover|sns|telegram|discord|webex|msteams|msteamsv2|jira|rocketchat|mattermost|email)\.default\.\w+)$/;
