import { browserUrl } from "@monitoring/collection";
import type { ListedDashboard, PreviewFiles } from "@monitoring/preview";
import type { Config } from "./config.ts";
import type { CustomFiles } from "./custom-files.ts";
import { deployedDashboards } from "./deployed-dashboards.ts";

/** Every dashboard of the dev stack, and what the preview's page has to know beside them. */
export function previewFiles(config: Config, custom: CustomFiles = {}): PreviewFiles {
  const dashboards = deployedDashboards(config, custom).map(({ json, ...one }) => ({
    ...one,
    content: JSON.parse(json) as { readonly description?: unknown; readonly tags?: unknown },
  }));
  const address = (service: "prometheus" | "alertmanager"): string | undefined => {
    const port = config.ports[service];
    return port === false ? undefined : browserUrl(config.bindAddress, port);
  };
  const [prometheusUrl, alertmanagerUrl] = [address("prometheus"), address("alertmanager")];
  return {
    site: {
      dashboards: dashboards.map(({ uid, title, folder, path, content }): ListedDashboard => {
        const { description, tags } = content;
        return {
          uid,
          title,
          folder,
          description: typeof description === "string" ? description : "",
          tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [],
          file: path,
        };
      }),
      scrapeInterval: config.scrapeInterval,
      ...(prometheusUrl !== undefined && { prometheusUrl }),
      ...(alertmanagerUrl !== undefined && { alertmanagerUrl }),
    },
    files: Object.fromEntries(dashboards.map(({ path, content }) => [path, JSON.stringify(content)])),
  };
}
