import { performance } from "node:perf_hooks";
import { artefacts, readConfig } from "@monitoring/stacks";
import { spread, type Spread } from "./measures.ts";

/** Seconds to compile every file of the dev stack with so many watched services, of several runs. */
export function compileTime(services: number, runs = 5): Spread {
  const integrations = Object.fromEntries(
    Array.from({ length: services }, (_, i) => [`service-${i}`, `https://service-${i}.example.com/health`]),
  );
  const values = { demo: false, mcpServer: "http://mcp.example.com/metrics", integrations };
  return spread(
    Array.from({ length: runs }, () => {
      const since = performance.now();
      const result = readConfig(values);
      if (!result.ok) throw new Error(result.problems.join("\n"));
      artefacts("dev", result.config);
      return (performance.now() - since) / 1000;
    }),
  );
}
