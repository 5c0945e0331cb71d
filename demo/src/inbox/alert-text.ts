import type { Alert, Status } from "./message.ts";

// Alertmanager's default templates: https://github.com/prometheus/alertmanager/blob/main/template/default.tmpl

/** What a subject like `[FIRING:1] McpServerDown (mcp-server critical)` says. */
export interface Subject {
  readonly status: Status | undefined;
  readonly name: string;
  readonly severity: string;
}

/** Reads a subject or title. */
export function readSubject(subject: string): Subject {
  const match = /^\s*\[(FIRING|RESOLVED)(?::\d+)?\]\s*(.*)$/is.exec(subject);
  const rest = match?.[2] ?? subject;
  return {
    status: match === null ? undefined : match[1]?.toUpperCase() === "FIRING" ? "firing" : "resolved",
    name: /^\S+/.exec(rest.trim())?.[0]?.replace(/[:,]$/, "") ?? "unknown",
    severity: severityIn(rest),
  };
}

/** The severity among the labels that end a subject in parentheses, or nothing. */
function severityIn(text: string): string {
  return /\b(critical|high|error|warning|info)\b[^()]*\)\s*$/i.exec(text)?.[1]?.toLowerCase() ?? "";
}

/** Reads the alerts that a text lists with their labels, one `name = value` a line. */
export function readAlerts(text: string, otherwise: Status): readonly Alert[] {
  const found: { status: Status; labels: Record<string, string> }[] = [];
  let status = otherwise;
  let inLabels = false;
  for (const line of text.split("\n").map((one) => one.trim())) {
    const section = /^(?:\[\d+\]\s*|alerts?\s+)?(firing|resolved)\b[^=]*$/i.exec(line)?.[1];
    const label = /^(?:[-*•]\s*)?([a-zA-Z_]\w*) = (.*)$/.exec(line);
    if (section !== undefined) status = section.toLowerCase() === "firing" ? "firing" : "resolved";
    if (/^labels:?$/i.test(line)) {
      found.push({ status, labels: {} });
      inLabels = true;
    } else if (/^(annotations|source):?/i.test(line)) inLabels = false;
    else if (inLabels && label?.[1] !== undefined)
      Object.assign(found.at(-1)?.labels ?? {}, { [label[1]]: label[2] ?? "" });
  }
  return found
    .filter(({ labels }) => labels["alertname"] !== undefined)
    .map(({ status: one, labels }) => alertOf(labels, one));
}

/** The value of an annotation that a text lists, or nothing. */
export function readAnnotation(text: string, name: string): string {
  return new RegExp(`^\\s*(?:[-*•]\\s*)?${name} = (.*)$`, "m").exec(text)?.[1]?.trim() ?? "";
}

/** An alert by its labels. */
export function alertOf(labels: Readonly<Record<string, string>>, status: Status): Alert {
  return { name: labels["alertname"] ?? "unknown", status, severity: labels["severity"] ?? "", labels };
}
