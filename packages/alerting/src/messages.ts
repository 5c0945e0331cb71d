/** What the texts of messages link to. */
export interface MessageOptions {
  /** A dashboard to look at first. @default no link */
  readonly dashboardUrl?: string;
  /** A page of Alertmanager to silence with, or the command where it has no page. */
  readonly silence: "page" | "command";
}

/** The names of the texts that a configuration puts to use. */
export type MessageName =
  | "alertList.firing"
  | "alertList.resolved"
  | "color"
  | "dashboard"
  | "html"
  | "pagerduty.severity"
  | "silence"
  | "slack.text"
  | "slack.title"
  | "sns.chat"
  | "sns.json"
  | "sns.subject"
  | "subject"
  | "text"
  | "title";

/** A text of the file, put to use. */
export function message(name: MessageName): string {
  return `{{ template "monitoring.${name}" . }}`;
}

/** A label's value, cut and on one line. */
export function word(what: string): string {
  return use("word", what);
}

/**
 * Every text that is sent, as one file of Go templates for Alertmanager and for AMP, whose older engine knows only some
 * functions. What comes from labels is cut, and freed of what breaks lines or turns them around; HTML escapes by itself,
 * Slack's markup and JSON are escaped here. https://prometheus.io/docs/alerting/latest/notifications/
 */
export function compileMessages(options: MessageOptions): string {
  const texts = {
    ...values,
    ...plainTexts(options),
    html: html(options),
    ...slackTexts(options),
    ...snsTexts(options),
  };
  return Object.entries(texts)
    .map(([name, text]) => `{{ define "monitoring.${name}" }}${text}{{ end }}\n`)
    .join("");
}

const use = (name: string, what: string): string => `{{ template "monitoring.${name}" ${what} }}`;

/** Letters, marks, numbers, punctuation, symbols and spaces; line ends, controls and reversals become a space. */
const plain = (text: string): string =>
  String.raw`reReplaceAll "[^\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Zs}]+" " " ${text}`;
// https://api.slack.com/reference/surfaces/formatting#escaping; an address in a label must not become a link.
const markup = (text: string): string =>
  String.raw`reReplaceAll "://" ":\u2060//" (reReplaceAll ">" "&gt;" (reReplaceAll "<" "&lt;" (reReplaceAll "&" "&amp;" (${text}))))`;
// Of what is left after the cleaning, Go quotes as JSON does.
const inJson = (text: string): string => `$q := printf "%q" (${text}) }}{{ slice $q 1 (len (slice $q 1))`;
const value = (runes: number, show: (text: string) => string): string =>
  `{{ ${show(`(printf "%.${runes}s" .)`)} }}{{ if ne (printf "%.${runes}s" .) . }}…{{ end }}`;

/** How a value is shown, by where it stands. */
const values = {
  line: value(300, plain),
  word: value(60, plain),
  "slack.line": value(300, (text) => markup(plain(text))),
  "slack.word": value(60, (text) => markup(plain(text))),
  "json.line": value(300, (text) => inJson(plain(text))),
  "json.word": value(60, (text) => inJson(plain(text))),
  "chat.line": value(300, (text) => inJson(markup(plain(text)))),
  "chat.word": value(60, (text) => inJson(markup(plain(text)))),
  time: '{{ .UTC.Format "2006-01-02 15:04:05 MST" }}',
  color:
    '{{ if eq .Status "resolved" }}#2e7d32{{ else if eq .CommonLabels.severity "critical" }}#c62828' +
    '{{ else if eq .CommonLabels.severity "high" }}#ef6c00{{ else if eq .CommonLabels.severity "info" }}#1565c0' +
    "{{ else }}#f9a825{{ end }}",
  "pagerduty.severity":
    '{{ if eq .CommonLabels.severity "critical" }}critical{{ else if eq .CommonLabels.severity "high" }}error' +
    '{{ else if eq .CommonLabels.severity "info" }}info{{ else }}warning{{ end }}',
};

const title = (word: string): string =>
  '[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] ' +
  `${use(word, ".CommonLabels.alertname")}{{ with .CommonLabels.service }} ${use(word, ".")}{{ end }} ` +
  // So that nobody takes a drill for the real thing.
  `(${use(word, ".CommonLabels.severity")}{{ if .CommonLabels.drill }}, drill{{ end }})`;
const environment = (word: string): string =>
  `Environment: {{ with .CommonLabels.env }}${use(word, ".")}{{ else }}not said{{ end }}`;
const since =
  `{{ if eq .Status "resolved" }}Resolved at ${use("time", ".EndsAt")}, firing since ${use("time", ".StartsAt")}` +
  `{{ else }}Firing since ${use("time", ".StartsAt")}{{ end }}`;
/** For each of the first alerts of a message; the rest is counted. */
const each = (alerts: string, most: number, one: string, end: string): string =>
  `{{ range $i, $alert := ${alerts} }}{{ if lt $i ${most} }}${one}${end}{{ end }}{{ end }}` +
  `{{ if gt (len ${alerts}) ${most} }}and {{ len (slice ${alerts} ${most}) }} more${end}{{ end }}`;
const eachLabel = (one: string): string =>
  `{{ range $i, $pair := .Labels.SortedPairs }}{{ if lt $i 20 }}${one}{{ end }}{{ end }}`;
const runbookIsLink = String.raw`match "^https?://[^\\s<>|\"]+$" .CommonAnnotations.runbook_url`;

// From an hour before the first alert on.
const from = "{{ ((index .Alerts 0).StartsAt.Add -3600000000000).UnixMilli }}";
const silencePage = "{{ .ExternalURL }}/#/silences/new?filter=";
const matchers = (show: (text: string) => string): string => {
  const one = show('printf "{alertname=%q}" .GroupLabels.alertname');
  const two = show('printf "{alertname=%q,service=%q}" .GroupLabels.alertname .GroupLabels.service');
  // A service of thousands of characters would make a link that no browser opens.
  return `{{ if and .GroupLabels.service (lt (len .GroupLabels.service) 100) }}{{ ${two} }}{{ else }}{{ ${one} }}{{ end }}`;
};
const harmless = String.raw`"^[A-Za-z0-9_.:/-]+$"`;
const silenceCommand =
  `npm run silence --{{ if match ${harmless} .GroupLabels.alertname }} alertname={{ .GroupLabels.alertname }}{{ end }}` +
  `{{ if match ${harmless} .GroupLabels.service }} service={{ .GroupLabels.service }}{{ end }} --for 2h --comment why --stack prod`;

/** Of e-mail's text, SNS and PagerDuty. */
function plainTexts({ dashboardUrl, silence }: MessageOptions) {
  const percent = (text: string): string => String.raw`reReplaceAll "\\+" "%20" (urlquery (${text}))`;
  return {
    dashboard: dashboardUrl === undefined ? "" : `${dashboardUrl}?from=${from}&to=now`,
    silence: silence === "page" ? `${silencePage}${matchers(percent)}` : silenceCommand,
    title: title("word"),
    // One line for a phone's screen.
    subject: `${message("title")}{{ with (index .Alerts 0).Annotations.summary }}: ${use("line", ".")}{{ end }}`,
    alert: `${use("line", ".Annotations.summary")}
${use("line", ".Annotations.description")}
{{ with .Annotations.value }}Value: ${use("line", ".")}
{{ end }}${since}
Labels:
${eachLabel(`  ${use("word", "$pair.Name")} = ${use("line", "$pair.Value")}\n`)}`,
    "alertList.firing": each(".Alerts.Firing", 10, use("alert", "."), "\n"),
    "alertList.resolved": each(".Alerts.Resolved", 10, use("alert", "."), "\n"),
    text: `${message("title")}

${each(".Alerts", 10, use("alert", "."), "\n")}${environment("word")}
Runbook: ${use("line", ".CommonAnnotations.runbook_url")}
${dashboardUrl === undefined ? "" : `Dashboard: ${message("dashboard")}\n`}Silence: ${message("silence")}
`,
  };
}

function html({ dashboardUrl, silence }: MessageOptions): string {
  const alert = `<p><strong>${use("line", ".Annotations.summary")}</strong><br>
${use("line", ".Annotations.description")}<br>
{{ with .Annotations.value }}Value: ${use("line", ".")}<br>
{{ end }}${since}</p>
<p style="color:#616161">${eachLabel(`${use("word", "$pair.Name")} = ${use("line", "$pair.Value")}<br>\n`)}</p>`;
  const links = [
    `{{ if ${runbookIsLink} }}<a href="{{ .CommonAnnotations.runbook_url }}">Runbook</a>{{ else }}Runbook: ${use("line", ".CommonAnnotations.runbook_url")}{{ end }}`,
    ...(dashboardUrl === undefined
      ? []
      : [`<a href="${dashboardUrl}?from=${from}&amp;to=now">Dashboard</a>`]),
    silence === "page"
      ? `<a href="${silencePage}${matchers((text) => text)}">Silence</a>`
      : `Silence: <code>${message("silence")}</code>`,
  ];
  return `<!doctype html>
<html><body style="margin:0;font-family:sans-serif;color:#212121">
<div style="border-top:6px solid ${message("color")};padding:16px;max-width:720px">
<h2 style="margin:0 0 12px">${message("title")}</h2>
${each(".Alerts", 10, alert, "\n")}<p>${environment("word")}</p>
<p>${links.join(" &middot;\n")}</p>
</div>
</body></html>
`;
}

function slackTexts({ dashboardUrl, silence }: MessageOptions) {
  const alert =
    `*${use("slack.line", ".Annotations.summary")}*\n${use("slack.line", ".Annotations.description")}\n` +
    `{{ with .Annotations.value }}Value: ${use("slack.line", ".")}\n{{ end }}${since}`;
  const links = [
    `{{ if ${runbookIsLink} }}<{{ .CommonAnnotations.runbook_url }}|Runbook>{{ else }}Runbook: ${use("slack.line", ".CommonAnnotations.runbook_url")}{{ end }}`,
    ...(dashboardUrl === undefined ? [] : [`<${message("dashboard")}|Dashboard>`]),
    silence === "page" ? `<${message("silence")}|Silence>` : `Silence: \`${message("silence")}\``,
  ];
  return {
    "slack.title": title("slack.word"),
    "slack.text": `${each(".Alerts", 10, alert, "\n")}${environment("slack.word")}\n${links.join(" · ")}`,
  };
}

function snsTexts({ dashboardUrl }: MessageOptions) {
  const alert =
    String.raw`*${use("chat.line", ".Annotations.summary")}*\n${use("chat.line", ".Annotations.description")}\n` +
    String.raw`${since}\n`;
  const links = [
    `Runbook: ${use("json.line", ".CommonAnnotations.runbook_url")}`,
    ...(dashboardUrl === undefined ? [] : [`Dashboard: ${message("dashboard")}`]),
    `Silence: ${message("silence")}`,
  ];
  return {
    // SNS takes 100 ASCII characters and replaces any other subject by an error.
    "sns.subject":
      '{{ reReplaceAll "[^ -~]+" "?" (printf "%.99s" (printf "[%s] %s %s (%s)" (.Status | toUpper) ' +
      ".CommonLabels.alertname .CommonLabels.service .CommonLabels.severity)) }}",
    // All that Amazon Q Developer hands on to Slack:
    // https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
    "sns.chat":
      '{"version":"1.0","source":"custom","id":{{ printf "%q" (index .Alerts 0).Fingerprint }},' +
      `"content":{"textType":"client-markdown","title":"${title("chat.word")}",` +
      `"description":"${each(".Alerts", 5, alert, "")}${environment("chat.word")}",` +
      `"nextSteps":[${links.map((link) => `"${link}"`).join(",")}]},` +
      `"metadata":{"threadId":"${use("json.word", ".GroupLabels.alertname")}/${use("json.word", ".GroupLabels.service")}",` +
      '"enableCustomActions":false}}',
    "sns.json":
      '{"status":"{{ .Status }}",' +
      ["alertname", "service", "severity", "env"]
        .map((label) => `"${label}":"${use("json.line", `.CommonLabels.${label}`)}",`)
        .join("") +
      '"firing":{{ len .Alerts.Firing }},"since":"{{ (index .Alerts 0).StartsAt.UTC.Format "2006-01-02T15:04:05Z" }}",' +
      `"summary":"${use("json.line", "(index .Alerts 0).Annotations.summary")}",` +
      `"runbook":"${use("json.line", ".CommonAnnotations.runbook_url")}"}`,
  };
}
