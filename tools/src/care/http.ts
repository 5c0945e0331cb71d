import { browserUrl } from "@monitoring/collection";
import { services, type Config } from "@monitoring/stacks";
import { askOr } from "./docker.ts";

/** The services of the stack that answer about themselves over HTTP. */
export type Asked = "prometheus" | "alertmanager" | "blackbox-exporter";

const inside: Readonly<Record<Asked, number>> = {
  prometheus: services.prometheus.port,
  alertmanager: services.alertmanager.port,
  "blackbox-exporter": services.blackbox.port,
};

/** Gets a page of a service; `undefined` if it does not answer. */
export type Get = (service: Asked, path: string) => Promise<string | undefined>;

/** Asks at the published port, or from within the container where none is published (its image has wget). */
export function getter(config: Config): Get {
  return async (service, path) => {
    const port = config.ports[service];
    if (port === false) {
      const url = `http://127.0.0.1:${inside[service]}${path}`;
      return askOr(["exec", `${config.namePrefix}-${service}`, "wget", "-q", "-O", "-", url], 2);
    }
    return fetchText(`${browserUrl(config.bindAddress, port)}${path}`);
  };
}

/** The text at an address; `undefined` unless it answers 200 within two seconds. */
export async function fetchText(address: string): Promise<string | undefined> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(2_000) });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

/** The values of metrics without labels, from a page in Prometheus's text format. */
export function plainMetrics(page: string): ReadonlyMap<string, number> {
  const lines = page.matchAll(/^([a-zA-Z_:][\w:]*) (\S+)/gm);
  return new Map([...lines].map(([, name = "", value = ""]) => [name, Number(value)]));
}
