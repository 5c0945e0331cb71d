import { ago, counted, size } from "./amounts.ts";
import { note, problem, problemsOf, type Finding } from "./finding.ts";
import { configs } from "./judge-configs.ts";
import { containers } from "./judge-containers.ts";
import type { StatusFacts } from "./status-facts.ts";

type Judge = (facts: StatusFacts) => readonly Finding[];

// In the order in which a person should read them: what is first often explains what follows.
const judges: readonly Judge[] = [
  containers,
  targets,
  configs,
  alertmanager,
  rules,
  alerts,
  heartbeat,
  silences,
  disk,
  memory,
  settings,
];

/** What is wrong or worth knowing about the stack; only what is down, if the engine or all of it is. */
export function judgeStatus(facts: StatusFacts): readonly Finding[] {
  if (facts.engineProblem !== undefined) {
    return [
      problem(
        "engine",
        `the Docker engine does not answer (${facts.engineProblem}); npm run doctor says more`,
      ),
    ];
  }
  if (!facts.containers.some(({ longLived }) => longLived)) {
    return [problem("stack", "the stack is not running; start it with npm run up")];
  }
  return judges.flatMap((judge) => judge(facts));
}

/** All in one sentence. */
export function sentence(facts: StatusFacts, findings: readonly Finding[]): string {
  const problems = problemsOf(findings);
  const [first] = problems;
  if (first) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
    return `not well: ${first.says}${more}`;
  }
  const running = facts.containers.filter(({ longLived }) => longLived).length;
  const targets = counted(facts.targets?.length ?? 0, "target");
  return `all is well: ${counted(running, "container")} running, ${targets} up, no alert that anybody is told of`;
}

function targets({ targets: found }: StatusFacts): Finding[] {
  if (found === undefined) return [problem("targets", "prometheus does not answer, so nothing is watched")];
  if (found.length === 0) return [problem("targets", "prometheus has no targets")];
  return found
    .filter(({ up }) => !up)
    .map(({ service, address, error }) =>
      problem("target", `${service} (${address}) is down: ${reason(error)}`),
    );
}

// Prometheus starts with the address, which is told anyway.
function reason(error: string): string {
  return error.replace(/^(Get|Post) "[^"]*": /, "") || "not scraped yet";
}

function alertmanager({ alerts: found }: StatusFacts): Finding[] {
  if (found !== undefined) return [];
  return [problem("alerting", "alertmanager does not answer, so nobody is told of anything")];
}

function rules({ ruleErrors }: StatusFacts): Finding[] {
  return (ruleErrors ?? []).map(({ rule, error }) =>
    problem("rule", `${rule} cannot be evaluated: ${error}`),
  );
}

function alerts({ alerts: found, now }: StatusFacts): Finding[] {
  return (found ?? [])
    .filter(({ severity }) => severity !== "heartbeat")
    .map(({ name, severity, summary, since, silenced, inhibited }) => {
      const text = `${name} (${severity}) has fired for ${ago((now - Date.parse(since)) / 1000)}: ${summary}`;
      if (silenced) return note("alert", `${text} (silenced)`);
      if (inhibited) return note("alert", `${text} (inhibited)`);
      // Nobody is told of these.
      return severity === "info" ? note("alert", text) : problem("alert", text);
    });
}

function heartbeat({ alerts: found, containers: all, now }: StatusFacts): Finding[] {
  if (found === undefined || found.some(({ severity }) => severity === "heartbeat")) return [];
  const prometheus = all.find(({ service }) => service === "prometheus");
  const age = prometheus === undefined ? Infinity : (now - Date.parse(prometheus.startedAt)) / 1000;
  // A start takes its time until the first alert is sent.
  return age < 120
    ? [note("alerting", "the heartbeat has not reached alertmanager yet")]
    : [problem("alerting", "the heartbeat does not reach alertmanager, so no alert would either")];
}

function silences({ silences: found, now }: StatusFacts): Finding[] {
  return (found ?? []).map(({ matchers, until, by, comment }) => {
    const left = ago((Date.parse(until) - now) / 1000);
    return note("silence", `${matchers} for another ${left}, by ${by}${comment && `: ${comment}`}`);
  });
}

const lowBytes = 2e9;
const lowShare = 0.1;

function disk({ disk: { free, total } }: StatusFacts): Finding[] {
  if (free === undefined || total === undefined)
    return [note("disk", "nobody could tell how much room is left")];
  const room = `${size(free)} of ${size(total)} are free on the engine's disk`;
  // On a full disk Prometheus still answers and says that it is healthy, while no sample is kept.
  if (free < lowBytes)
    return [problem("disk", `${room}; when it is full, no sample is kept (docs/troubleshooting.md)`)];
  return free / total < lowShare ? [note("disk", room)] : [];
}

function memory({ containers: found }: StatusFacts): Finding[] {
  return found
    .filter(
      ({ memory: used, memoryLimit }) => used !== undefined && memoryLimit > 0 && used > 0.9 * memoryLimit,
    )
    .map(({ service, memory: used = 0, memoryLimit }) =>
      note(
        "memory",
        `${service} uses ${size(used)} of its ${size(memoryLimit)}; at the limit it is killed and restarted`,
      ),
    );
}

function settings({ settingsOutdated }: StatusFacts): Finding[] {
  return settingsOutdated ? [note("settings", "the settings have changed since the last npm run up")] : [];
}
