import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { browserUrl } from "@monitoring/collection";
import { anonymise } from "../record/anonymise.ts";
import { baseline, comparison } from "../record/compare.ts";
import { contractsFolder, recordedContracts } from "@monitoring/collection/recorded";
import { fetchPages } from "../record/fetch-pages.ts";
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
      port === false ? undefined : await fetchPages(browserUrl(config.bindAddress, port), source.paths);
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

/** Writes a recording and tells how it differs from the one before. */
function write(source: Source, text: string): string {
  const name = `${source.exporter}@${recordedVersion(source, text)}.txt`;
  const all = recordedContracts();
  const before = baseline(all, source.exporter);
  const recorded = anonymise(text);
  writeFileSync(join(contractsFolder, name), `# recorded at ${Math.floor(Date.now() / 1000)}\n${recorded}`);
  if (before === undefined) return `${name}: new`;
  return `${name}, compared with ${before.version}: ${comparison(before, recorded, all).join("\n")}`;
}
