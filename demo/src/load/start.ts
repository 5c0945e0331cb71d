import { readConfig, readJson } from "../runtime/files.ts";
import { reason, type Log } from "../runtime/log.ts";
import type { Running } from "../runtime/role.ts";
import { loadConfigSchema } from "./config.ts";
import { watchFaults } from "./faults.ts";
import { generate } from "./generate.ts";
import { createIdentities } from "./identity.ts";
import { misbehave } from "./misbehave.ts";

/** Starts the role `load`: a real MCP client in several identities. */
export async function start(configFile: string, log: Log): Promise<Running> {
  const config = await readConfig(loadConfigSchema, configFile);
  const identities = createIdentities(await readJson(config.tokensFile), config.tokensFile, config.serverUrl);
  const stopping = new AbortController();
  const { signal } = stopping;
  const { isOn } = watchFaults(config.adminUrl, signal);
  const work = [
    generate(config, identities, () => isOn("busy-clients"), log, signal),
    misbehave(config, identities, isOn, log, signal),
  ];
  for (const one of work) {
    one.catch((error: unknown) => {
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
