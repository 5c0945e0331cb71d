import type { MessageOptions } from "@monitoring/alerting";
import { browserUrl } from "@monitoring/collection";
import { isAvailable, showsPreview, type Config } from "./config.ts";

/** What messages of the dev stack link to: Grafana or its preview where one runs and is published, and Alertmanager's own page. */
export function devLinks(config: Config): MessageOptions {
  const { grafana } = config.ports;
  const runs = (isAvailable(config, "grafana") || showsPreview(config)) && grafana !== false;
  const base = runs ? browserUrl(config.bindAddress, grafana) : config.grafanaUrl;
  return { silence: "page", ...(base !== undefined && { dashboardUrl: dashboard(config, base) }) };
}

/** What messages of the prod stack link to. AMP's alert manager has no page, so silences are made by command. */
export function prodLinks(config: Config): MessageOptions {
  const { grafanaUrl } = config;
  return {
    silence: "command",
    ...(grafanaUrl !== undefined && { dashboardUrl: dashboard(config, grafanaUrl) }),
  };
}

function dashboard({ catalogue }: Config, base: string): string {
  const [home] = catalogue.dashboards;
  return `${base.replace(/\/$/, "")}/d/${home.uid}`;
}
