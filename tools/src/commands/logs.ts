import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { capture, stream } from "../child.ts";
import { containerFacts } from "../care/gather-status.ts";
import { lineReader, merge, parseLog } from "../care/log-lines.ts";
import { stackConfig } from "../care/stack-config.ts";
import { ask } from "../care/docker.ts";
import { UserError } from "../user-error.ts";

interface Source {
  readonly service: string;
  readonly name: string;
}

/** Shows what containers log: all in the order of time, or some by name; `-f` goes on. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      follow: { type: "boolean", short: "f" },
      since: { type: "string" },
      tail: { type: "string", short: "n", default: "200" },
    },
  });
  // A reader such as `head` that has had enough is no fault.
  process.stdout.on("error", () => process.exit(0));
  const sources = await chosen(positionals);
  const options = ["--tail", values.tail, ...(values.since === undefined ? [] : ["--since", values.since])];
  const [only] = sources;
  if (sources.length === 1 && only) {
    return stream("docker", ["logs", ...options, ...(values.follow ? ["--follow"] : []), only.name]);
  }
  return values.follow ? followAll(sources, options) : showAll(sources, options);
}

async function chosen(names: readonly string[]): Promise<readonly Source[]> {
  const { config } = stackConfig();
  await ask(["version", "--format", "{{.Server.Version}}"]).catch((error: unknown) => {
    throw new UserError(
      `the Docker engine does not answer (${(error as Error).message}); npm run doctor says more`,
    );
  });
  const found = await containerFacts(config.namePrefix);
  const services = found.filter(({ longLived, state }) => longLived || state === "exited");
  if (services.length === 0) throw new UserError("the stack is not running; start it with npm run up");
  // Both names that a person may know it by.
  const match = (wanted: string): Source | undefined =>
    services.find(({ service, name }) => service === wanted || name === wanted);
  const unknown = names.filter((name) => !match(name));
  if (unknown.length > 0) {
    const there = services.map(({ service }) => service).join(", ");
    throw new UserError(`there is no service ${unknown.join(", ")}; there are ${there}`);
  }
  return names.length === 0
    ? services.filter(({ longLived }) => longLived)
    : names.flatMap((name) => match(name) ?? []);
}

async function showAll(sources: readonly Source[], options: readonly string[]): Promise<number> {
  const width = widest(sources);
  const outcomes = await Promise.all(
    sources.map(async ({ service, name }) => {
      const outcome = await capture("docker", ["logs", "--timestamps", ...options, name]);
      return { ...outcome, lines: parseLog(service, `${outcome.stdout}\n${outcome.stderr}`) };
    }),
  );
  const failed = outcomes.find(({ code }) => code !== 0);
  if (failed) throw new UserError(failed.stderr.trim());
  for (const { service, text } of merge(outcomes.map(({ lines }) => lines))) {
    process.stdout.write(`${service.padEnd(width)} | ${text}\n`);
  }
  return 0;
}

async function followAll(sources: readonly Source[], options: readonly string[]): Promise<number> {
  const width = widest(sources);
  const codes = await Promise.all(
    sources.map(
      ({ service, name }) =>
        new Promise<number>((resolve, reject) => {
          const child = spawn("docker", ["logs", "--follow", ...options, name], {
            stdio: ["ignore", "pipe", "pipe"],
          });
          for (const output of [child.stdout, child.stderr]) {
            const lines = lineReader((line) => process.stdout.write(`${service.padEnd(width)} | ${line}\n`));
            output.setEncoding("utf8").on("data", lines.push).on("end", lines.end);
          }
          child.on("error", reject);
          child.on("close", (code) => {
            resolve(code ?? 0);
          });
        }),
    ),
  );
  return Math.max(0, ...codes);
}

function widest(sources: readonly Source[]): number {
  return Math.max(...sources.map(({ service }) => service.length));
}
