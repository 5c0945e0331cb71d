import { join } from "node:path";
import { readConfig } from "../runtime/files.ts";
import { listen } from "../runtime/http.ts";
import type { Log } from "../runtime/log.ts";
import type { Running } from "../runtime/role.ts";
import { propsHandler } from "./answer.ts";
import { certificateServer } from "./certificate.ts";
import { propsConfigSchema } from "./config.ts";

/** Starts the role `props`: targets, a remote storage, a receiver and a certificate that a drill breaks. */
export async function start(configFile: string, log: Log): Promise<Running> {
  const { host, port, tlsPort, folder } = await readConfig(propsConfigSchema, configFile);
  const stopping = new AbortController();
  const http = await listen(host, port, log, propsHandler(folder));
  await certificateServer(host, tlsPort, join(folder, "certificate-days"), log, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await http.close();
    },
  };
}
