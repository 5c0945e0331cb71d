import { openStand } from "./open-stand.ts";

export { eventually, outcome, repository, type Outcome } from "./open-stand.ts";

/** The stand of the tests of a whole stack. */
export const stand = openStand({
  prefix: "mcpe2e",
  ports: {
    prometheus: 19090,
    alertmanager: 19093,
    "blackbox-exporter": 19115,
    "node-exporter": 19100,
    cadvisor: 18080,
    "postgres-exporter": 19187,
    "redis-exporter": 19121,
    grafana: 13000,
    inbox: 18025,
    "mcp-server": 13001,
    "mcp-admin": 13002,
  },
});

/** Its parts, by the names under which the tests know them. */
export const { home, configure, environment, start, command, tool, docker, json } = stand;
