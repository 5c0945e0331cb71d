import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { stackConfig } from "../care/stack-config.ts";
import { interrupted } from "../child.ts";
import { repository } from "../repository.ts";
import { UserError } from "../user-error.ts";
import { chosenDrills, refuseOwnServer, refuseRealReceivers } from "./choice.ts";
import { planDrills } from "./plan.ts";
import { reportPage, reportText, verdict, type DrillReport } from "./report.ts";
import { runDrills } from "./run-drills.ts";

/** Causes what each alert warns of, and sees whether people are told. */
export async function drillAlerts(names: readonly string[], write: boolean): Promise<number> {
  if (write && names.length > 0) {
    throw new UserError(
      "--write keeps the report of all alerts in docs/drill.md; name none, or leave it out",
    );
  }
  const { config, home, outdated } = stackConfig();
  if (outdated) say("warning: the settings have changed since the last npm run up; what runs is drilled");
  refuseOwnServer(config);
  refuseRealReceivers(config);
  const plan = planDrills(config);
  const drills = chosenDrills(names, plan);
  const stop = new AbortController();
  const interrupt = (): void => {
    if (!stop.signal.aborted) say("interrupted: what was done is undone first");
    stop.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt).on("SIGHUP", interrupt);
  const began = Date.now();
  const passed = (): number => (Date.now() - began) / 1000;
  try {
    const { results, remembered } = await runDrills({
      config,
      plan,
      drills,
      journal: join(home.folder, "drill", "journal"),
      signal: stop.signal,
      say: (text) => {
        say(`${passed().toFixed(0).padStart(4)} s  ${text}`);
      },
    });
    const report: DrillReport = {
      at: new Date().toISOString(),
      seconds: passed(),
      machine: `${cpus().length} processors`,
      results,
      undrilled: plan.undrilled,
    };
    say(`\n${reportText(report)}`);
    if (remembered.length > 0) {
      const names = [...new Set(remembered)].sort().join(", ");
      say(
        `the stack's own alerts remember what was done, and fire until their windows have passed: ${names}\n`,
      );
    }
    keep(join(home.folder, "drill"), report);
    if (write && !stop.signal.aborted) writeFileSync(join(repository, "docs/drill.md"), reportPage(report));
    if (stop.signal.aborted) return interrupted;
    return results.every((result) => verdict(result) === "pass") ? 0 : 1;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt).off("SIGHUP", interrupt);
  }
}

/** The last run's report stays with the clone, for people and for programs. */
function keep(folder: string, report: DrillReport): void {
  writeFileSync(join(folder, "report.md"), reportPage(report));
  writeFileSync(join(folder, "report.json"), `${JSON.stringify(report, undefined, 2)}\n`);
  say(`written: ${join(folder, "report.md")} and report.json`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
