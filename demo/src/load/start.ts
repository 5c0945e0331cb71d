import { readConfig, readJson } from "../runtime/files.ts";
import { reason, type Log } from "../runtime/log.ts";
import type { Running } from "../runtime/role.ts";
import { loadConfigSchema } from "./config.ts";
import { generate } from "./generate.ts";
import { createIdentities } from "./identity.ts";
import { misbehave } from "./misbehave.ts";

/** Starts the role `load`: a real MCP client in several identities. */
export async function start(configFile: string, log: Log): Promise<Running> {
  const config = await readConfig(loadConfigSchema, configFile);
  const identities = createIdentities(await readJson(config.tokensFile), config.tokensFile, config.serverUrl);
  const stopping = new AbortController();
  for (const work of [generate, misbehave]) {
    work(config, identities, log, stopping.signal).catch((error: unknown) => {
      log("generator failed", { error: reason(error) });
      process.exit(1);
    });
  }
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(identities.map(({ session }) => session.reset()));
    },
  };
}
