import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { composeCommand } from "../bench/compose-command.ts";
import { benchTable, rows, type Measure, type Side } from "../bench/measures.ts";
import { round } from "../bench/round.ts";
import { openStand } from "../bench/stand.ts";
import { docker } from "../engine-objects.ts";
import { prepare } from "../prepare.ts";
import { repository } from "../repository.ts";
import { processors } from "../this-machine.ts";
import { UserError } from "../user-error.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Measures this project beside compose with the same images and files. `--write` keeps the result in docs/bench.md. */
export async function run(args: readonly string[]): Promise<number> {
  const { runs, write } = options(args);
  const { env } = await prepare({ yes: false });
  const compose = await composeCommand(env);
  const stop = new AbortController();
  const interrupt = (): void => {
    stop.abort(new UserError("interrupted; the bench's containers, volumes and files are removed"));
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const stand = await openStand(env);
  const samples: Record<Side, Partial<Record<Measure, number[]>>> = { pulumi: {}, compose: {} };
  try {
    for (let i = 1; i <= runs; i++) {
      say(`run ${i} of ${runs}`);
      await round({
        stand,
        compose,
        signal: stop.signal,
        take: (side, measure, value) => {
          (samples[side][measure] ??= []).push(value);
          say(`  ${side.padEnd(7)}  ${rows[measure].what}: ${value.toFixed(1)} ${rows[measure].unit}`);
        },
      });
    }
  } finally {
    await stand.close();
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
  const table = benchTable(samples);
  say(`\n${table}`);
  if (write) writeFileSync(join(repository, "docs/bench.md"), page(table, runs, await machine(compose, env)));
  return 0;
}

function options(args: readonly string[]): { readonly runs: number; readonly write: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: { runs: { type: "string", default: "3" }, write: { type: "boolean", default: false } },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1 || runs > 20) {
    throw new UserError(`--runs is ${values.runs}; it must be a whole number from 1 to 20`);
  }
  return { runs, write: values.write };
}

async function machine(compose: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const engine = (await docker(["version", "--format", "{{.Server.Version}}"], env)).trim();
  return `${processors()}, Docker ${engine}, \`${compose.join(" ")}\``;
}

function page(table: string, runs: number, where: string): string {
  return `# Bench

Written by \`npm run bench -- --write\`: ${runs} runs of each on ${where}. Both sides run the same images, files and limits, each from an engine without its containers and volumes; images are present. Compose is the floor: it starts the same containers, without a look at settings, images or the state of the engine.

${table}

Times are of whole commands, as a person waits for them; \`up\` ends when every target is up. A rule edit is a changed link in every alert; for compose it is written by \`npm run render -- compose\`.
`;
}
