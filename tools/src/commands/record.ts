import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { browserUrl, contractDiff, parseExposition } from "@monitoring/collection";
import { brokenReaders } from "@monitoring/stacks";
import { anonymise } from "../record/anonymise.ts";
import { contractsFolder, recordedContracts } from "../record/contracts.ts";
import { recordedVersion, sources, type Source } from "../record/sources.ts";
import { stackConfig } from "../care/stack-config.ts";
import { UserError } from "../user-error.ts";

/** Records what each exporter of the running dev stack exposes, and says what a new version changes and breaks. */
export async function run(): Promise<number> {
  const { config } = stackConfig();
  mkdirSync(contractsFolder, { recursive: true });
  const missing: string[] = [];
  for (const source of sources) {
    const port = config.ports[source.port];
    const text =
      port === false ? undefined : await fetchAll(browserUrl(config.bindAddress, port), source.paths);
    if (text === undefined) missing.push(source.exporter);
    else process.stdout.write(`${write(source, text)}\n`);
  }
  if (missing.length === sources.length) {
    throw new UserError("no exporter answers; start the stack first: npm run up");
  }
  if (missing.length > 0)
    process.stdout.write(`not recorded, because it does not answer: ${missing.join(", ")}\n`);
  return 0;
}

async function fetchAll(base: string, paths: readonly string[]): Promise<string | undefined> {
  try {
    const pages = await Promise.all(
      paths.map(async (path) => {
        const answer = await fetch(`${base}${path}`, { signal: AbortSignal.timeout(10_000) });
        if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
        return answer.text();
      }),
    );
    return pages.join("\n");
  } catch {
    return undefined;
  }
}

/** Writes a recording and tells how it differs from the one of the version before. */
function write(source: Source, text: string): string {
  const version = recordedVersion(source, text);
  const name = `${source.exporter}@${version}.txt`;
  const all = recordedContracts();
  const before = all.filter(({ exporter }) => exporter === source.exporter).at(-1);
  const recorded = anonymise(text);
  writeFileSync(join(contractsFolder, name), `# recorded at ${Math.floor(Date.now() / 1000)}\n${recorded}`);
  if (before === undefined) return `${name}: new`;
  const after = parseExposition(recorded);
  const { removed, added, changed } = contractDiff(before.exposition, after);
  const rest = all.filter(({ exporter }) => exporter !== source.exporter).map(({ exposition }) => exposition);
  return [
    `${name}, compared with ${before.version}: ${removed.length} removed, ${added.length} added, ${changed.length} changed`,
    ...removed.map((metric) => `  - ${metric}`),
    ...added.map((metric) => `  + ${metric}`),
    ...changed.map((change) => `  ~ ${change}`),
    ...brokenReaders(before.exposition, after, rest).map((sentence) => `  breaks: ${sentence}`),
  ].join("\n");
}
