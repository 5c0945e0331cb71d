import type { ProbeModule } from "./scrape-job.ts";

/** Folder of the secret files in the blackbox exporter's container. */
export const probeSecretsFolder = "/run/secrets/blackbox-exporter";

/** What the modules authenticate with. */
export interface BlackboxInput {
  /** File in {@link probeSecretsFolder} with the bearer token of MCP probes. @default MCP probes send none */
  readonly mcpTokenFile?: string;
}

/** The blackbox exporter's configuration: one module per kind of probe. */
export function compileBlackbox({ mcpTokenFile }: BlackboxInput = {}): object {
  const timeout = "5s";
  const preferred_ip_protocol = "ip4";
  const mcp = (version: string, request: object, headers: Readonly<Record<string, string>> = {}): object => ({
    prober: "http",
    timeout,
    http: {
      preferred_ip_protocol,
      method: "POST",
      headers: {
        Accept: "application/json, text/event-stream",
        "Content-Type": "application/json",
        "MCP-Protocol-Version": version,
        ...headers,
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, ...request }),
      ...(mcpTokenFile !== undefined && {
        authorization: { type: "Bearer", credentials_file: `${probeSecretsFolder}/${mcpTokenFile}` },
      }),
      // A failing server says so in a body that may come with status 200. A healthy one may answer as an event stream,
      // which is no JSON document: so keys are looked for (inside a JSON string their quotes would be escaped), and
      // not by fail_if_body_json_not_matches_cel.
      fail_if_body_matches_regexp: ['"error"\\s*:\\s*\\{'],
      fail_if_body_not_matches_regexp: [
        '"jsonrpc"\\s*:\\s*"2\\.0"',
        '"result"\\s*:\\s*\\{',
        '"capabilities"\\s*:\\s*\\{',
      ],
    },
  });
  return {
    modules: {
      http_2xx: { prober: "http", timeout, http: { preferred_ip_protocol, follow_redirects: true } },
      tcp_connect: { prober: "tcp", timeout, tcp: { preferred_ip_protocol } },
      // Also says when the certificate expires (probe_ssl_earliest_cert_expiry).
      tls_connect: { prober: "tcp", timeout, tcp: { preferred_ip_protocol, tls: true } },
      mcp_discover: mcp(
        "2026-07-28",
        {
          method: "server/discover",
          params: {
            _meta: {
              "io.modelcontextprotocol/protocolVersion": "2026-07-28",
              "io.modelcontextprotocol/clientInfo": client,
              "io.modelcontextprotocol/clientCapabilities": {},
            },
          },
        },
        { "Mcp-Method": "server/discover" },
      ),
      mcp_initialize: mcp("2025-06-18", {
        method: "initialize",
        params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: client },
      }),
    } satisfies Record<ProbeModule, object>,
  };
}

const client = { name: "monitoring-probe", version: "1.0.0" };
