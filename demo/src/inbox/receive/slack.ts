import { z } from "zod";
import { readAlerts, readAnnotation, readSubject } from "../alert-text.ts";
import type { Draft, Status } from "../message.ts";

const attachment = z.looseObject({
  title: z.string().optional(),
  text: z.string().optional(),
  fallback: z.string().optional(),
  color: z.string().optional(),
  fields: z.array(z.looseObject({ title: z.string().optional(), value: z.string().optional() })).nullish(),
});

const schema = z.looseObject({
  text: z.string().optional(),
  attachments: z.array(attachment).nullish(),
  blocks: z.array(z.unknown()).nullish(),
});

/** Reads a Slack message, or says in Slack's own word what is wrong with it. */
export function readSlack(value: unknown): Draft | "invalid_payload" | "no_text" {
  const parsed = schema.safeParse(value);
  if (!parsed.success) return "invalid_payload";
  const first = parsed.data.attachments?.[0];
  const title = [first?.title, first?.fallback, parsed.data.text].find(
    (one) => one !== undefined && one !== "",
  );
  if (title === undefined && first?.text === undefined && (parsed.data.blocks ?? []).length === 0)
    return "no_text";
  const subject = readSubject(title ?? "");
  const text = [first?.text, parsed.data.text].find((one) => one !== undefined && one !== "") ?? "";
  const status = subject.status ?? byColor(first?.color);
  const listed = readAlerts(text, status);
  const field = first?.fields?.find((one) => one.title?.toLowerCase() === "severity")?.value;
  const severity = field ?? subject.severity;
  return {
    channel: "slack",
    status,
    alerts: listed.length > 0 ? listed : [{ name: subject.name, status, severity }],
    subject: title ?? "",
    summary: readAnnotation(text, "summary") || firstLine(text) || (title ?? ""),
    body: value,
  };
}

function byColor(color: string | undefined): Status {
  return color === "good" ? "resolved" : "firing";
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
