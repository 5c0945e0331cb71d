import { once } from "node:events";
import { createServer } from "node:http";
import {
  plainSource,
  previewHandler,
  readPage,
  type PreviewFiles,
  type PreviewOptions,
} from "@monitoring/preview";
import { listen } from "../loopback.ts";

/** A preview on this machine. */
export interface Served {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** What a preview is served with. */
export interface ServeOptions extends Pick<PreviewOptions, "prometheus" | "alertmanager"> {
  /** Folder of the built page. */
  readonly page: string;
  readonly shown: PreviewFiles;
}

/** Serves the preview on a free port of the loopback address. */
export async function servePreview({ page, shown, ...upstreams }: ServeOptions): Promise<Served> {
  const source = plainSource(shown);
  const handler = previewHandler({ page: readPage(page), source, ...upstreams });
  const server = createServer((request, response) => void handler(request, response));
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
