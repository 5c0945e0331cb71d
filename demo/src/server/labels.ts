// What a client sends never becomes a label by itself: a scanner would otherwise create a series per guess.

const paths: readonly string[] = ["/mcp", "/health", "/metrics"];
const httpMethods: readonly string[] = ["GET", "POST", "DELETE"];
const mcpMethods: readonly string[] = [
  "initialize",
  "notifications/initialized",
  "notifications/cancelled",
  "ping",
  "tools/list",
  "tools/call",
];

/** A path as a label: a known one, or `other`. */
export function pathLabel(path: string): string {
  return known(paths, path);
}

/** An HTTP method as a label: a known one, or `other`. */
export function httpMethodLabel(method: string): string {
  return known(httpMethods, method);
}

/** An MCP method as a label: a known one, or `other`. */
export function mcpMethodLabel(method: string): string {
  return known(mcpMethods, method);
}

/** A tool's name as a label: a known one, or `other`. */
export function toolLabel(tools: readonly string[], name: string): string {
  return known(tools, name);
}

function known(all: readonly string[], one: string): string {
  return all.includes(one) ? one : "other";
}
