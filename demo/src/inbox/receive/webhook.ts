import { z } from "zod";
import { alertOf } from "../alert-text.ts";
import type { Draft } from "../message.ts";

const status = z.enum(["firing", "resolved"]);
const strings = z.record(z.string(), z.string());

const schema = z.looseObject({
  status,
  commonAnnotations: strings.default({}),
  alerts: z.array(z.looseObject({ status, labels: strings, annotations: strings.default({}) })).min(1),
});

/** Reads Alertmanager's own webhook, version 4; nothing where it is something else. */
export function readWebhook(value: unknown): Draft | undefined {
  const parsed = schema.safeParse(value);
  if (!parsed.success) return undefined;
  const { alerts, commonAnnotations } = parsed.data;
  const names = [...new Set(alerts.map(({ labels }) => labels["alertname"] ?? "unknown"))];
  const firing = alerts.filter((alert) => alert.status === "firing").length;
  const head = parsed.data.status === "firing" ? `FIRING:${firing}` : "RESOLVED";
  const subject = `[${head}] ${names.join(" ")}`;
  return {
    channel: "webhook",
    status: parsed.data.status,
    alerts: alerts.map((alert) => alertOf(alert.labels, alert.status)),
    subject,
    summary: commonAnnotations["summary"] ?? alerts[0]?.annotations["summary"] ?? subject,
    body: value,
  };
}
