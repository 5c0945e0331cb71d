import { burnSpeeds, expression, sloAlert, type Alert, type Slo } from "@monitoring/alerting";
import { promql, up, where } from "@monitoring/collection";
import type { Catalogue } from "@monitoring/stacks";
import { catalogue, prodSettings, withAlerts, type Clone } from "./stacks.ts";

/** A change that somebody may really make. */
export interface RealChange {
  readonly name: string;
  /** @default the clone without changes */
  readonly before?: Clone;
  readonly after: Clone;
}

const changed = (changes: Partial<Alert>) => (alert: Alert) => ({ ...alert, ...changes }) as Alert;

/** The same promise, a little weaker. */
function withObjective(name: string, objective: number): Catalogue {
  const weaker = (slo: Slo): Slo => (slo.name === name ? { ...slo, objective } : slo);
  const objectives = catalogue.objectives.map(weaker);
  const alerts = objectives.flatMap((slo) => burnSpeeds.map((speed) => sloAlert(slo, speed)));
  const again = Object.fromEntries(alerts.map((alert) => [alert.name, () => alert]));
  return { ...withAlerts(again), objectives };
}

function withRecording(name: string, change: (text: string) => string): Catalogue {
  const rules = catalogue.rules.map((group) => ({
    ...group,
    recordings: group.recordings.map((one) =>
      one.name === name ? { ...one, expr: { ...one.expr, text: change(one.expr.text) } } : one,
    ),
  }));
  return { ...catalogue, rules };
}

const [overview, ...otherDashboards] = catalogue.dashboards;
const [status, ...otherSections] = overview.sections;
const [firstPanel, secondPanel, ...otherPanels] = status?.panels ?? [];
if (!status || !firstPanel || !secondPanel) throw new Error("the overview is empty");

const otherOverview: Catalogue = {
  ...catalogue,
  dashboards: [
    {
      ...overview,
      sections: [
        {
          ...status,
          panels: [
            {
              ...firstPanel,
              queries: [{ expr: promql`min(${where(up, { job: "mcp-server" })})`, legend: "up" }],
            },
            ...otherPanels,
          ],
        },
        ...otherSections,
      ],
    },
    ...otherDashboards.slice(0, -1),
  ],
};

const teamRules = `
groups:
  - name: checkout
    rules:
      - record: service:checkout_failures:rate5m
        expr: sum by (service) (rate(mcp_tool_executions_total{tool_name="checkout", status="error"}[5m]))
      - alert: CheckoutFails
        expr: service:checkout_failures:rate5m > 0.1
        for: 2m
        labels: { severity: critical, service: mcp-server }
        annotations:
          summary: Checkout fails
          description: >-
            Customers cannot pay. Ask @acme/payments, see #12 and https://wiki.example.com
            <img src=x onerror=alert(1)> | \`rm -rf\` </details> **now**
`;

const ownServer = {
  demo: false,
  mcpServer: "http://mcp.example.com:3001/metrics",
  postgres: "db.example.com:5432",
  postgresSslmode: "require",
};

/** What a golden file in golden/ says for each. */
export const realChanges: readonly RealChange[] = [
  { name: "nothing", after: { dev: {} } },
  {
    name: "severity-lowered",
    after: { catalogue: withAlerts({ McpServerDown: changed({ severity: "warning" }) }) },
  },
  {
    name: "threshold-and-for",
    after: {
      dev: { alerts: { HighErrorRate: { threshold: 0.05, for: "15m" }, HighCpuUsage: { threshold: 0.5 } } },
      prod: { ...prodSettings, alerts: { HighErrorRate: { threshold: 0.05, for: "15m" } } },
    },
  },
  {
    name: "alert-switched-off",
    after: { prod: { ...prodSettings, alerts: { DatabaseDeadlocks: { enabled: false } } } },
  },
  { name: "custom-alert", after: { custom: { "rules/checkout.yml": teamRules } } },
  {
    name: "condition-changed",
    after: {
      catalogue: withAlerts({
        McpServerDown: changed({ expr: where(up, { job: "mcp-server", service: "mcp-server" }) }),
        DiskWillFill: (alert) => {
          const { text, reads } = expression(alert);
          const { threshold: _, ...rest } = alert;
          return { ...rest, expr: { text: text.replace("\nand ", "\nor "), reads } };
        },
      }),
    },
  },
  {
    name: "recording-changed",
    after: {
      catalogue: withRecording("service:http_errors:rate5m", (text) => text.replace("5..", "50[0-2]")),
    },
  },
  { name: "objective-lowered", after: { catalogue: withObjective("Availability", 0.995) } },
  {
    name: "inhibition",
    after: { catalogue: withAlerts({ DatabaseDown: changed({ inhibitedBy: ["HighMemoryUsage"] }) }) },
  },
  {
    name: "alert-renamed",
    after: { catalogue: withAlerts({ ClockSkew: changed({ name: "ClockIsWrong" }) }) },
  },
  {
    name: "words-only",
    after: { catalogue: withAlerts({ RedisDown: changed({ description: "Caches are cold." }) }) },
  },
  { name: "dashboards", after: { catalogue: otherOverview } },
  { name: "own-server", after: { dev: ownServer } },
  {
    name: "own-receivers",
    after: {
      dev: {
        receivers: {
          pagerduty: {},
          email: {
            to: "sre@example.com",
            from: "alerts@example.com",
            smarthost: "smtp.example.com:587",
            username: "alerts",
          },
        },
      },
      prod: { ...prodSettings, amp: { email: ["sre@example.com", "cto@example.com"] } },
    },
  },
  {
    name: "nights",
    after: { prod: { ...prodSettings, muteTimes: { nights: { times: ["22:00-06:00"] } } } },
  },
  {
    name: "everything-is-shipped",
    before: { prod: { ...prodSettings, budget: 50 } },
    after: { prod: { ...prodSettings, ship: "all", budget: 200 } },
  },
  { name: "slow-scrapes", after: { dev: { scrapeInterval: "1m" } } },
  {
    name: "data-and-access",
    after: {
      dev: {
        retention: "7d",
        retentionSize: "5GB",
        bindAddress: "0.0.0.0",
        protectData: false,
        images: { grafana: "registry.example.com/grafana:13.0.0" },
      },
    },
  },
];

/** Three changes as a newcomer meets them: several things at once, each for a reason of its own. */
export const pullRequests: readonly RealChange[] = [
  {
    name: "pull-request-quieter-nights",
    after: {
      catalogue: withAlerts({
        McpServerDown: changed({ severity: "warning" }),
        HighResponseTime: changed({ for: "30m" }),
      }),
      prod: {
        ...prodSettings,
        alerts: { HighErrorRate: { threshold: 0.05 } },
        muteTimes: { nights: { times: ["22:00-06:00"] } },
      },
    },
  },
  {
    name: "pull-request-our-own-server",
    after: {
      dev: { ...ownServer, retention: "7d" },
      prod: { ...prodSettings, amp: { ...prodSettings.amp, email: ["sre@example.com"] }, ship: "all" },
    },
  },
  {
    name: "pull-request-checkout",
    after: { catalogue: otherOverview, custom: { "rules/checkout.yml": teamRules } },
  },
];
