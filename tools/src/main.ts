import { OwnFolderError } from "@monitoring/collection/recorded";
import { UserError } from "./user-error.ts";

type Command = (args: readonly string[]) => Promise<number>;

// Each command is loaded only when it is asked for: `render` must not wait for Docker's or Pulumi's code.
const commands: Readonly<
  Record<string, { readonly what: string; readonly load: () => Promise<{ run: Command }> }>
> = {
  up: { what: "start or update the dev stack", load: () => import("./commands/up.ts") },
  down: {
    what: "stop the dev stack; --delete-data also deletes its data",
    load: () => import("./commands/down.ts"),
  },
  status: { what: "whether the dev stack is well; --json", load: () => import("./commands/status.ts") },
  logs: {
    what: "what containers log: logs -- [service] [-f] [--since 10m]",
    load: () => import("./commands/logs.ts"),
  },
  doctor: { what: "what this machine means for the stack", load: () => import("./commands/doctor.ts") },
  open: { what: "open a service in the browser: open [service]", load: () => import("./commands/open.ts") },
  bootstrap: { what: "get the toolchain and the images", load: () => import("./commands/bootstrap.ts") },
  render: {
    what: "write compiled files: render <dev|prod|compose> <folder>",
    load: () => import("./commands/render.ts"),
  },
  diff: {
    what: "what a change means for people, as Markdown: diff -- <base> [head]",
    load: () => import("./commands/diff.ts"),
  },
  drill: {
    what: "cause what alerts warn of and see who is told: drill -- [alert...]; drill -- --receivers",
    load: () => import("./commands/drill.ts"),
  },
  silence: {
    what: "tell nobody of some alerts for a while: silence -- <label=value>... --for 2h --comment why",
    load: () => import("./commands/silence.ts"),
  },
  silences: { what: "what is silenced, by whom and why", load: () => import("./commands/silences.ts") },
  expire: { what: "end a silence: expire -- <id>", load: () => import("./commands/expire.ts") },
  audit: {
    what: "find mistakes in rules and configurations: audit <file...>",
    load: () => import("./commands/audit.ts"),
  },
  record: {
    what: "record what each exporter exposes, and what a new version breaks",
    load: () => import("./commands/record.ts"),
  },
  docs: { what: "write the generated pages of docs/", load: () => import("./commands/docs.ts") },
  "lint-dashboards": {
    what: "judge dashboards: lint-dashboards -- [file...]",
    load: () => import("./commands/lint-dashboards.ts"),
  },
  pictures: {
    what: "draw dashboards without a Grafana: pictures -- [uid...]",
    load: () => import("./commands/pictures.ts"),
  },
  pull: {
    what: "write a dashboard changed in Grafana into dashboards/: pull -- <uid>",
    load: () => import("./commands/pull.ts"),
  },
  pulumi: {
    what: "the pinned Pulumi CLI with this clone's settings",
    load: () => import("./commands/pulumi.ts"),
  },
  mutate: {
    what: "make rules wrong and see whether their proofs notice: mutate -- [rule...]",
    load: () => import("./commands/mutate.ts"),
  },
  test: { what: "every check; `test unit` is the quick part", load: () => import("./commands/test.ts") },
  cost: {
    what: "what long-term storage in AMP costs: cost <dev|prod>",
    load: () => import("./commands/cost.ts"),
  },
  bench: { what: "measure beside compose; --runs <n>, --write", load: () => import("./commands/bench.ts") },
  "bench-rules": {
    what: "measure how rules compile and evaluate",
    load: () => import("./commands/bench-rules.ts"),
  },
  "bench-queries": {
    what: "measure the dashboards' queries on a month of samples: bench-queries -- [--write | range...]",
    load: () => import("./commands/bench-queries.ts"),
  },
  faults: {
    what: "break the stack itself in every way and see which alert tells",
    load: () => import("./commands/faults.ts"),
  },
  "bench-outage": {
    what: "count what is lost between collectors and AMP; --speed <1..30>, --case <name>, --write",
    load: () => import("./commands/bench-outage.ts"),
  },
  format: { what: "format all files", load: () => import("./commands/format.ts") },
};

const [name = "", ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  const list = Object.entries(commands).map(([key, { what }]) => `  npm run ${key.padEnd(10)} ${what}`);
  process.stderr.write(`there is no command "${name}"; there are\n${list.join("\n")}\n`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await (await command.load()).run(args);
  } catch (error) {
    process.stderr.write(`\nerror: ${explained(error)}\n`);
    process.exitCode = 1;
  }
}

/** What a person can do something about, as a sentence. @throws everything else */
function explained(error: unknown): string {
  // The second is about a team's own folder, which commands load before they run.
  if (error instanceof UserError || error instanceof OwnFolderError) return error.message;
  // Of `parseArgs`; all that it says after the first sentence is about arguments that begin with a dash.
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (!code.startsWith("ERR_PARSE_ARGS_")) throw error;
  return `${message.split(". ")[0] ?? ""}; npm run ${name}: ${command?.what ?? ""}`;
}
