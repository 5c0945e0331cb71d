import { counter } from "@monitoring/collection";

/** What Acme's own MCP server exposes besides what every such server does; recorded in contracts/. */
export const refunds = counter("acme_refunds_total", ["outcome"], "refunds that customers were promised");
