import { alertsOf, ruleGroups } from "@monitoring/alerting";
import {
  contractProblems,
  declarationProblems,
  exporters,
  unreadMetrics,
  type Metric,
} from "@monitoring/collection";
import { readers, recordings } from "@monitoring/stacks";
import { catalogueAtHand as catalogue } from "@monitoring/stacks/at-hand";
import { describe, expect, test } from "@jest/globals";
import { recordedContracts } from "@monitoring/collection/recorded";

const contracts = recordedContracts();
const exposed = contracts.map(({ exposition }) => exposition);
const contract = { exposed, recordings: recordings(catalogue) };

describe("the metric contract", () => {
  test("holds: whatever a rule, a runbook or a panel reads is exposed or recorded", () => {
    expect(contractProblems(readers(catalogue), contract)).toEqual([]);
    process.stdout.write(`   contract: ${readers(catalogue).length} queries read only what is exposed\n`);
  });

  test.each(Object.entries(exporters))("%s exposes what is declared of it", (exporter, declared) => {
    const own = contracts.filter((one) => one.exporter === exporter).map(({ exposition }) => exposition);
    const all = new Map(own.flatMap((exposition) => [...exposition]));
    expect(declarationProblems(exporter, declared as readonly Metric[], all)).toEqual([]);
  });

  test("lists the server's own metrics that nothing reads", () => {
    const own = contracts.find(({ exporter, version }) => exporter === "mcp-server" && version === "demo");
    const unread = unreadMetrics(own?.exposition ?? new Map(), readers(catalogue));
    const application = unread.filter((name) => !/^(?:nodejs|process)_/.test(name));
    process.stdout.write(
      `   metrics of the MCP server that nothing reads: ${application.join(", ") || "none"}\n`,
    );
    expect(application).toEqual([]);
  });

  test("every alert's runbook leads with three checks of which at least one is a query", () => {
    const without = alertsOf(ruleGroups).filter(({ runbook }) => !runbook.checks.some(({ query }) => query));
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});
