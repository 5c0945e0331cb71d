import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import { setTimeout as sleep } from "node:timers/promises";
import { createCertificate } from "../inbox/tls.ts";
import { reason, type Log } from "../runtime/log.ts";

const everyMs = 500;
const usualDays = 365;

/** A server that shows a certificate which is valid for as many days as a file says. @returns its port */
export async function certificateServer(
  host: string,
  port: number,
  daysFile: string,
  log: Log,
  signal: AbortSignal,
): Promise<number> {
  const names = ["localhost"];
  let days = usualDays;
  const server = createServer(await createCertificate(names, new Date(), days), (socket) => socket.end());
  // Probes hang up as soon as they have seen the certificate.
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  signal.addEventListener("abort", () => server.close());
  void (async () => {
    while (!signal.aborted) {
      const wanted = Number(await readFile(daysFile, "utf8").catch(() => usualDays));
      if (wanted !== days) {
        server.setSecureContext(await createCertificate(names, new Date(), wanted));
        days = wanted;
        log("certificate made", { days });
      }
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  })().catch((error: unknown) => {
    log("no new certificate", { error: reason(error) });
  });
  return (server.address() as AddressInfo).port;
}
