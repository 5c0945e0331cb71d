import { readConfig } from "../runtime/files.ts";
import { listen } from "../runtime/http.ts";
import type { Log } from "../runtime/log.ts";
import type { Running } from "../runtime/role.ts";
import { integrationsConfigSchema } from "./config.ts";
import { crm } from "./crm.ts";
import { integration } from "./integration.ts";
import { ticketing } from "./ticketing.ts";

/** Starts the role `integrations`: a CRM and a ticketing system, each on its port. */
export async function start(configFile: string, log: Log): Promise<Running> {
  const { host, crmPort, ticketingPort, latencyMs } = await readConfig(integrationsConfigSchema, configFile);
  const both = await Promise.all([
    listen(host, crmPort, log, integration("crm", crm, latencyMs, log)),
    listen(host, ticketingPort, log, integration("ticketing", ticketing(), latencyMs, log)),
  ]);
  log("listening", { crmPort, ticketingPort });
  return {
    stop: async () => {
      await Promise.all(both.map((one) => one.close()));
    },
  };
}
