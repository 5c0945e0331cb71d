import { ago, counted, size } from "./amounts.ts";
import { columns } from "./columns.ts";
import type { ContainerFacts } from "./container-facts.ts";
import type { Finding } from "./finding.ts";
import type { RunningConfig } from "./running-config.ts";
import type { StatusFacts } from "./status-facts.ts";

/** The page that `status` prints: the sentence, what is wrong, then everything in tables. */
export function statusPage(facts: StatusFacts, findings: readonly Finding[], sentence: string): string {
  const rows = containerRows(facts);
  const sections: readonly (readonly [string, readonly (readonly string[])[]])[] = [
    ["problems", listed(findings, "problem")],
    ["notes", listed(findings, "note")],
    ["containers", rows],
    [
      "targets",
      (facts.targets ?? []).map(({ up, service, address }) => [up ? "up" : "DOWN", service, address]),
    ],
    ["configuration", rows.length === 0 ? [] : facts.configs.map((config) => configRow(config, facts.now))],
    ["alerts", alertRows(facts)],
    ["silences", (facts.silences ?? []).map(({ matchers, until, by }) => [matchers, `until ${until}`, by])],
    ["disk", diskRows(facts)],
    ["versions", facts.versions.map(({ what, version }) => [what, version])],
  ];
  const texts = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `\n${title}\n${columns(lines)}\n`);
  return `${sentence}\n${texts.join("")}`;
}

function listed(findings: readonly Finding[], verdict: Finding["verdict"]): string[][] {
  return findings.filter((finding) => finding.verdict === verdict).map(({ says }) => [`- ${says}`]);
}

function containerRows({ containers, now }: StatusFacts): string[][] {
  const rows = containers
    .filter(({ longLived }) => longLived)
    .map((container) => containerRow(container, now));
  return rows.length === 0 ? [] : [["SERVICE", "STATE", "SINCE", "RESTARTS", "MEMORY", "IMAGE"], ...rows];
}

function containerRow(container: ContainerFacts, now: number): string[] {
  const { service, state, health, startedAt, restarts, memory, memoryLimit, image } = container;
  const used = memory === undefined ? "?" : size(memory);
  return [
    service,
    health === undefined ? state : `${state}, ${health}`,
    state === "running" ? ago((now - Date.parse(startedAt)) / 1000) : "-",
    String(restarts),
    memoryLimit > 0 ? `${used} of ${size(memoryLimit)}` : used,
    image,
  ];
}

function configRow({ service, different, files, loaded, loadedAt }: RunningConfig, now: number): string[] {
  const same =
    different === undefined
      ? "files unknown"
      : different.length === 0
        ? `${counted(files, "file")} as desired`
        : `differs: ${different.join(", ")}`;
  const load = loaded === undefined ? "does not answer" : loaded ? "loaded" : "NOT LOADED";
  const when = loadedAt === undefined ? "" : `${ago(now / 1000 - loadedAt)} ago`;
  return [service, same, load, when];
}

function alertRows({ alerts, now }: StatusFacts): string[][] {
  return (alerts ?? []).map(({ name, severity, since, silenced, inhibited, summary }) => [
    name,
    severity,
    ago((now - Date.parse(since)) / 1000),
    silenced ? "silenced" : inhibited ? "inhibited" : "firing",
    summary,
  ]);
}

function diskRows({ disk }: StatusFacts): string[][] {
  const room =
    disk.free === undefined || disk.total === undefined
      ? []
      : [["free", `${size(disk.free)} of ${size(disk.total)}`]];
  const large = disk.volumes.filter(({ bytes }) => bytes === undefined || bytes >= 1e6);
  const small = disk.volumes.length - large.length;
  return [
    ...room,
    ...large.map(({ name, bytes }) => [name, bytes === undefined ? "?" : size(bytes)]),
    ...(small > 0 ? [[counted(small, "other"), "under 1 MB each"]] : []),
  ];
}
