import { z } from "zod";
import { alertOf, readAlerts, readAnnotation, readSubject } from "../alert-text.ts";
import type { Alert, Draft, Status } from "../message.ts";

const severities = ["critical", "error", "warning", "info"];

const schema = z.looseObject({
  routing_key: z.string().catch(""),
  event_action: z.string().catch(""),
  dedup_key: z.string().catch(""),
  payload: z
    .looseObject({
      summary: z.string().catch(""),
      source: z.string().catch(""),
      severity: z.string().catch(""),
      custom_details: z.unknown(),
    })
    .catch({ summary: "", source: "", severity: "", custom_details: undefined }),
});

/** An event of PagerDuty's Events API v2. */
export type PagerdutyEvent = z.output<typeof schema>;

/** Takes an event apart; what is missing is blank. */
export function parseEvent(value: unknown): PagerdutyEvent | undefined {
  return schema.safeParse(value).data;
}

/** What PagerDuty says of an event that it does not accept; an empty list is accepted. */
export function eventErrors({
  routing_key,
  event_action,
  dedup_key,
  payload,
}: PagerdutyEvent): readonly string[] {
  const missing = (name: string, value: string): readonly string[] =>
    value.trim() === "" ? [`'${name}' is missing or blank`] : [];
  const errors = [...missing("routing_key", routing_key), ...missing("event_action", event_action)];
  if (event_action !== "" && !["trigger", "acknowledge", "resolve"].includes(event_action)) {
    errors.push("'event_action' must be one of 'trigger', 'acknowledge' or 'resolve'");
  }
  if (event_action === "trigger") {
    errors.push(...missing("payload.summary", payload.summary), ...missing("payload.source", payload.source));
    errors.push(...missing("payload.severity", payload.severity));
    if (payload.severity !== "" && !severities.includes(payload.severity)) {
      errors.push("'payload.severity' must be one of 'critical', 'error', 'warning' or 'info'");
    }
  } else if (event_action !== "") errors.push(...missing("dedup_key", dedup_key));
  return errors;
}

/** Reads an accepted event; its key is not kept. */
export function readEvent(event: PagerdutyEvent): Draft {
  const status: Status = event.event_action === "resolve" ? "resolved" : "firing";
  const { summary, severity, custom_details: details } = event.payload;
  const body = { ...event, routing_key: "(not kept)" };
  const subject = readSubject(summary);
  const listed = alertsIn(details, status);
  const name = subject.name === "unknown" ? event.dedup_key : subject.name;
  return {
    channel: "pagerduty",
    status,
    alerts: listed.length > 0 ? listed : [{ name, status, severity: subject.severity || severity }],
    subject: summary,
    summary: summaryIn(details, status) || summary,
    body,
  };
}

/** Alertmanager's details: `firing` and `resolved` are text, or lists of alerts since its version 0.29. */
function alertsIn(details: unknown, status: Status): readonly Alert[] {
  const part = detail(details, status);
  if (typeof part === "string") return readAlerts(part, status);
  const list = z.array(z.looseObject({ labels: z.record(z.string(), z.string()) })).safeParse(part);
  return (list.data ?? []).map(({ labels }) => alertOf(labels, status));
}

/** The summary among the details: one that the sender put there, or the first listed alert's. */
function summaryIn(details: unknown, status: Status): string {
  const own = detail(details, "summary");
  if (typeof own === "string") return own;
  const listed = detail(details, status);
  return typeof listed === "string" ? readAnnotation(listed, "summary") : "";
}

function detail(details: unknown, name: string): unknown {
  return typeof details === "object" && details !== null
    ? (details as Record<string, unknown>)[name]
    : undefined;
}
