import { ago, counted } from "./amounts.ts";
import type { ContainerFacts } from "./container-facts.ts";
import { note, problem, type Finding } from "./finding.ts";
import type { StatusFacts } from "./status-facts.ts";

/** What is wrong with the containers: those that are gone, ended, failed or keep dying. */
export function containers({ containers: found, deployed, prefix, now }: StatusFacts): Finding[] {
  const names = new Set(found.map(({ name }) => name));
  const missing = (deployed ?? []).filter((name) => name.startsWith(`${prefix}-`) && !names.has(name));
  return [
    ...missing.map((name) => problem("container", `${name} is gone; npm run up makes it again`)),
    ...found.flatMap((container) => judgeContainer(container, now)),
  ];
}

function judgeContainer(container: ContainerFacts, now: number): Finding[] {
  const { service, state, exitCode, oomKilled, restarts, health, longLived } = container;
  if (!longLived) {
    const failed = state === "exited" && exitCode !== 0;
    return failed
      ? [problem("container", `${service} failed (exit code ${exitCode}); npm run logs ${service} says why`)]
      : [];
  }
  const why = oomKilled ? "out of memory" : `exit code ${exitCode}`;
  if (state !== "running") {
    return [
      problem(
        "container",
        `${service} is ${state} (${why}); npm run logs ${service} says why, npm run up starts it`,
      ),
    ];
  }
  if (health === "unhealthy") {
    return [
      problem("container", `${service} runs but its health check fails; npm run logs ${service} says why`),
    ];
  }
  const seconds = (now - Date.parse(container.startedAt)) / 1000;
  if (restarts === 0) return [];
  const text = `${service} was restarted ${counted(restarts, "time")}, last ${ago(seconds)} ago`;
  // One that keeps dying looks like a running one most of the time.
  return seconds < 300
    ? [problem("container", `${text}; npm run logs ${service} says why`)]
    : [note("container", text)];
}
