import type { MutantKind } from "@monitoring/alerting/mutation";
import { code, table } from "../diff/text/markdown.ts";
import { survives, type Fate } from "./fate.ts";

/** What each kind of mutant is, in the order of the page. */
const kinds: Readonly<Record<MutantKind, string>> = {
  threshold: "a number: a fifth less, a quarter more; the neighbours of one up to 10",
  comparison: "a comparison: the one that differs at the boundary, and the opposite",
  aggregation: "an aggregation over series, or over time",
  grouping: "a label less in `by`, `on`, `ignoring`",
  matcher: "a label's matcher: left out, the opposite, an alternative of its expression less",
  range: "a stretch of time or an offset: half, twice, left out",
  operator: "an arithmetic operator or a sign",
  operand: "`and`, `or`, `unless` with one side alone",
  function: "`abs`, `round`, `clamp_min`, `label_replace`: left out",
  label: "a text of `label_replace`, or an alert's label",
  for: "`for` and `keep_firing_for`: none, half, twice",
  severity: "another severity",
  route: "a route, its grouping, its times, who is told",
  inhibition: "what holds an alert back: left out, a matcher less, an alert less, another label to share",
};

/** docs/mutation.md: what was made wrong, and what noticed. */
export function mutationPage(fates: readonly Fate[]): string {
  const rows = Object.entries(kinds).map(([kind, what]) =>
    row(
      what,
      fates.filter((one) => one.kind === kind),
    ),
  );
  const alive = fates.filter(survives);
  return `# Mutants

<!-- Written by \`npm run mutate\`; do not edit. -->

A proof that no wrong rule fails would prove nothing. So every rule, and the policy of who is told, is made wrong in one place at a time, and the scenarios are tried on it: rules by promtool, the policy by an Alertmanager that all alerts are posted to. A mutant is killed when a scenario, or a line of [who is told of what](routing.md), does not hold any more.

${table(["what is made wrong", "mutants", "killed", "equivalent", "alive"], [...rows, row("all", fates)])}

## Alive

${alive.length === 0 ? "None." : alive.map((one) => `- ${one.of}: ${code(one.change)}`).join("\n")}

## Equivalent

These live, as nothing that can happen tells them from what they were made of. One that is killed, or that does not exist any more, fails the run.

${reasons(fates)}`;
}

function row(what: string, fates: readonly Fate[]): readonly string[] {
  const killed = fates.filter(({ killedBy }) => killedBy !== undefined).length;
  const alive = fates.filter(survives).length;
  return [what, fates.length, killed, fates.length - killed - alive, alive].map(String);
}

function reasons(fates: readonly Fate[]): string {
  const equivalent = fates.filter(
    ({ killedBy, equivalent }) => killedBy === undefined && equivalent !== undefined,
  );
  const whys = [...new Set(equivalent.map((one) => one.equivalent ?? ""))];
  return whys
    .map((why) => {
      const of = equivalent.filter((one) => one.equivalent === why);
      const names = [...new Set(of.map((one) => one.of))];
      const lines = names.map((name) => {
        const changes = of.filter((one) => one.of === name).map(({ change }) => code(change));
        return `- ${name}: ${changes.join(", ")}`;
      });
      return `${why}\n\n${lines.join("\n")}\n`;
    })
    .join("\n");
}
