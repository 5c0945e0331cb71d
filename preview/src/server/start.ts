import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { shownFile } from "../preview-files.ts";
import { readPage } from "./page-files.ts";
import { previewHandler } from "./preview-handler.ts";
import { fileSource } from "./source.ts";
import { serverAt } from "./upstream.ts";

const { values } = parseArgs({
  options: {
    page: { type: "string", default: "/app/page" },
    shown: { type: "string", default: `/shown/${shownFile}` },
    prometheus: { type: "string", default: "http://prometheus:9090" },
    alertmanager: { type: "string", default: "http://alertmanager:9093" },
    port: { type: "string", default: "3000" },
    host: { type: "string", default: "0.0.0.0" },
  },
});

const handler = previewHandler({
  page: readPage(values.page),
  source: fileSource(values.shown),
  prometheus: serverAt(values.prometheus),
  alertmanager: serverAt(values.alertmanager),
});
const server = createServer((request, response) => void handler(request, response));
server.requestTimeout = 30_000;
server.listen(Number(values.port), values.host, () => {
  process.stdout.write(`the preview listens on port ${values.port}\n`);
});
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
