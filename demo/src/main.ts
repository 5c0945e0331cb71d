import { parseArgs } from "node:util";
import { ConfigError } from "./config/parse.ts";
import { runRole, type StartRole } from "./runtime/role.ts";

// Imported only when asked for, so that a role costs no more memory than it needs.
const roles: Readonly<Record<string, () => Promise<StartRole>>> = {
  server: async () => (await import("./server/start.ts")).start,
  load: async () => (await import("./load/start.ts")).start,
  integrations: async () => (await import("./integrations/start.ts")).start,
  props: async () => (await import("./props/start.ts")).start,
  inbox: async () => (await import("./inbox/start.ts")).start,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { config: { type: "string" } },
  });
  const name = positionals[0] ?? "";
  const load = Object.hasOwn(roles, name) ? roles[name] : undefined;
  if (load === undefined || positionals.length > 1) {
    throw new ConfigError(
      `the role is ${JSON.stringify(positionals.join(" "))}; allowed: ${Object.keys(roles).join(", ")}; ` +
        "start one: node demo.mjs <role> [--config FILE]",
    );
  }
  await runRole(name, await load(), values.config ?? `/etc/demo/${name}.json`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
}
