/** Where a service listens: used by scrape jobs, alerting, probes and commands alike. */
export interface Endpoint {
  readonly scheme: "http" | "https" | "tcp";
  readonly host: string;
  readonly port: number;
}

/** `host:port`, an IPv6 host in brackets. */
export function address({ host, port }: Endpoint): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** The endpoint as a URL, `path` with its leading slash. */
export function url(endpoint: Endpoint, path = ""): string {
  return `${endpoint.scheme}://${address(endpoint)}${path}`;
}
