import { createHash } from "node:crypto";
import type { HeartbeatState } from "./heartbeat.ts";
import { Html, markup } from "./html.ts";
import type { Message, Rejection } from "./message.ts";

/** A page of more is slow to read; the JSON has all. */
const shown = 200;

const style = `
:root { color-scheme: light dark; --bg: #fff; --fg: #1c2127; --soft: #5b6570; --line: #d9dee3; --panel: #f4f6f8;
  --good: #1a7f37; --bad: #c62828; --warn: #9a6700; }
@media (prefers-color-scheme: dark) {
  :root { --bg: #14181c; --fg: #e3e8ed; --soft: #98a3ae; --line: #323a42; --panel: #1d2329;
    --good: #4cc46a; --bad: #ff7b72; --warn: #e3b341; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.25rem; background: var(--bg); color: var(--fg);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.4rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.05rem; }
p { margin: .25rem 0; }
.soft { color: var(--soft); }
.beat { margin: 1rem 0; padding: .6rem .9rem; border-left: .3rem solid var(--bad); background: var(--panel); }
.beat.alive { border-color: var(--good); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .45rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--soft); font-weight: 600; font-size: .85rem; }
time, .nowrap { white-space: nowrap; }
.firing, .critical { color: var(--bad); font-weight: 600; }
.resolved { color: var(--good); font-weight: 600; }
.warning { color: var(--warn); font-weight: 600; }
summary { cursor: pointer; overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .6rem; max-width: 60rem; max-height: 28rem; overflow: auto; background: var(--panel);
  font: 12px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 44rem) {
  thead { display: none; }
  tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td { display: inline-block; border: 0; padding: .1rem .6rem .1rem 0; }
  td:last-child { display: block; }
}
`;

// The page is read anew unless somebody reads an opened message.
const script = `setInterval(() => { if (!document.querySelector("details[open]")) location.reload(); }, 5000);`;

/** Allows the page's own style and script and nothing else, whatever a message holds. */
export const contentSecurityPolicy =
  `default-src 'none'; style-src '${hash(style)}'; script-src '${hash(script)}'; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page: the heartbeat, the messages and what was refused, the newest first. */
export function page(
  messages: readonly Message[],
  heartbeat: HeartbeatState,
  rejections: readonly Rejection[],
  now: Date,
): string {
  const newest = messages.slice(-shown).toReversed();
  const counts = `${messages.length} messages, ${rejections.length} refused`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inbox (${messages.length})</title>
<style>${new Html(style)}</style>
</head>
<body>
<h1>Inbox</h1>
<p class="soft">What Alertmanager has sent: ${counts}. Times are UTC; it is ${now.toISOString().slice(11, 19)}.</p>
${heartbeatBox(heartbeat)}
${newest.length === 0 ? markup`<p>No messages yet.</p>` : messageTable(newest)}
${rejections.length === 0 ? markup`` : rejectionTable(rejections.toReversed())}
<script>${new Html(script)}</script>
</body>
</html>
`.text;
}

function heartbeatBox({ lastAt, ageSeconds, count, alive }: HeartbeatState): Html {
  if (lastAt === null || ageSeconds === null) {
    return markup`<p class="beat">No heartbeat yet: nothing says that alerts get through.</p>`;
  }
  const what = alive ? "Last heartbeat" : "Heartbeat lost; the last one came";
  const age = markup`<strong>${ageText(ageSeconds)} ago</strong>`;
  return markup`<p class="beat ${alive ? "alive" : "lost"}">${what} ${age} (${count} since the start)</p>`;
}

function messageTable(messages: readonly Message[]): Html {
  return table(["Time", "Channel", "Status", "Alert", "Severity", "Summary"], messages.map(messageRow));
}

function messageRow(message: Message): Html {
  const names = [...new Set(message.alerts.map(({ name }) => name))].join(", ");
  const severities = [...new Set(message.alerts.map(({ severity }) => severity))].filter((one) => one !== "");
  const level = severities.find((one) => one === "critical" || one === "warning") ?? "";
  const raw = markup`<p class="soft">${message.subject}</p><pre>${JSON.stringify(message.body, null, 2)}</pre>`;
  return row([
    time(message.receivedAt),
    markup`${message.channel}`,
    markup`<span class="${message.status}">${message.status}</span>`,
    markup`${names}`,
    markup`<span class="${level}">${severities.join(", ")}</span>`,
    markup`<details><summary>${message.summary}</summary>${raw}</details>`,
  ]);
}

function rejectionTable(rejections: readonly Rejection[]): Html {
  const rows = rejections.map(({ at, channel, from, reason }) =>
    row([time(at), markup`${channel}`, markup`${from}`, markup`${reason}`]),
  );
  return markup`<h2>Refused</h2>
${table(["Time", "Channel", "From", "Reason"], rows)}`;
}

function table(titles: readonly string[], rows: readonly Html[]): Html {
  const head = titles.map((title) => markup`<th>${title}</th>`);
  return markup`<div class="scroll"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
}

function row(cells: readonly Html[]): Html {
  return markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>
`;
}

function time(iso: string): Html {
  return markup`<time datetime="${iso}">${iso.slice(0, 19).replace("T", " ")}</time>`;
}

function ageText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3_600)} h`;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
