import { toYaml } from "@monitoring/collection";
import { drillAlert } from "../receiver-drill.ts";
import type { DrilledFault, FaultAction } from "../fault-action.ts";
import { until } from "../judge.ts";
import {
  propsPorts,
  propsService,
  removeThrowaway,
  runIn,
  writeIn,
  type Stack,
  type Stage,
} from "../stage.ts";
import { endPrometheus, prometheusMemoryMb, startPrometheus } from "./prometheus.ts";
import { beginning, ending, reloading, supervised, supervisor } from "./supervised.ts";

const memoryMb = 40;

const config = (stage: Stack): string =>
  toYaml({
    route: {
      receiver: "webhook",
      group_by: ["..."],
      group_wait: "0s",
      group_interval: "1s",
      repeat_interval: "1s",
    },
    receivers: [
      {
        name: "webhook",
        webhook_configs: [
          { url: `http://${stage.container(propsService)}:${propsPorts.http}/answers/webhook` },
        ],
      },
    ],
  });
const broken = "route: { receiver: nobody }\n";

// Sent again before it would resolve by itself.
const sendAlerts = `
(while [ ! -e /tmp/enough ]; do
  wget -q -O - --header 'Content-Type: application/json' http://127.0.0.1:9093/api/v2/alerts \\
    --post-data '[{"labels":{"alertname":"${drillAlert}","drill":"receiver"}}]'
  sleep 5
done) < /dev/null > /dev/null 2>&1 &
`;

/** Starts an Alertmanager that a fault may break. */
async function startAlertmanager(stage: Stage, service: string): Promise<void> {
  await stage.throwaway({
    name: service.replace("drill-", ""),
    like: "alertmanager",
    // Where Prometheus, which sends to it, and what receives from it are, too.
    networks: ["notify", "scrape"],
    command: supervised(
      "/bin/alertmanager",
      "--config.file=/tmp/alertmanager.yml",
      "--storage.path=/tmp/data",
      "--cluster.listen-address=",
      "--log.level=warn",
    ),
    files: { "supervisor.sh": supervisor, "alertmanager.yml": config(stage) },
    memoryMb,
  });
}

/** Lets the drill's Prometheus watch it. */
const follow = (stage: Stage, service: string): Promise<void> =>
  stage.judge.follow(service, [
    {
      targets: [`${stage.container(service)}:9093`],
      labels: { job: "alertmanager", service: "alertmanager", instance: service },
    },
  ]);

async function endAlertmanager(stage: Stage, service: string): Promise<void> {
  await stage.judge.forget(service);
  await removeThrowaway(stage, service);
}

const settings = { alertmanager: "drill-settings", prometheus: "drill-prometheus-settings" } as const;

/** Faults of Alertmanager and of the way to it, each on one of its own. */
export const alertmanagerFaults = {
  "configuration-broken": {
    says: "a throwaway Prometheus and a throwaway Alertmanager are told to load a configuration that is none",
    looksAt: ["configurations"],
    changes: ["configurations"],
    onsetSeconds: 5,
    megabytes: memoryMb + prometheusMemoryMb,
    prepare: async (stage) => {
      await startAlertmanager(stage, settings.alertmanager);
      await follow(stage, settings.alertmanager);
      await startPrometheus(stage, settings.prometheus);
    },
    cause: async (stage) => {
      const script = "cp /tmp/prometheus.yml /tmp/sound.yml\necho nonsense > /tmp/prometheus.yml\n";
      await runIn(stage, settings.prometheus, `${script}${reloading}`);
      await writeIn(stage, settings.alertmanager, { "alertmanager.yml": broken });
      await runIn(stage, settings.alertmanager, reloading);
    },
    undo: async (stack) => {
      await runIn(stack, settings.prometheus, `cp /tmp/sound.yml /tmp/prometheus.yml\n${reloading}`);
      await writeIn(stack, settings.alertmanager, { "alertmanager.yml": config(stack) });
      await runIn(stack, settings.alertmanager, reloading);
    },
    tidy: async (stage) => {
      await endAlertmanager(stage, settings.alertmanager);
      await endPrometheus(stage, settings.prometheus);
    },
  },
  "receiver-broken": {
    says: "the webhook of a throwaway Alertmanager answers 403, as to a wrong password",
    about: "drill-receiver",
    looksAt: ["receivers"],
    changes: ["receivers"],
    onsetSeconds: 15,
    megabytes: memoryMb,
    prepare: async (stage) => {
      await stage.props();
      await startAlertmanager(stage, "drill-receiver");
      await follow(stage, "drill-receiver");
      await runIn(stage, "drill-receiver", sendAlerts);
      await until(30, "the throwaway Alertmanager does not notify", async () => {
        const sent = await stage.judge.value(
          'alertmanager_notifications_total{instance="drill-receiver", integration="webhook"} > 0',
        );
        return sent !== undefined;
      });
    },
    cause: (stage) => writeIn(stage, propsService, { "props/answers/webhook": "403" }),
    undo: (stack) => writeIn(stack, propsService, { "props/answers/webhook": "204" }),
    tidy: (stage) => endAlertmanager(stage, "drill-receiver"),
  },
  "alertmanager-stopped": {
    says: "a second Alertmanager of the drill's Prometheus, a throwaway, is stopped",
    looksAt: ["alertmanager"],
    changes: ["alertmanager"],
    onsetSeconds: 15,
    megabytes: memoryMb,
    prepare: async (stage) => {
      await startAlertmanager(stage, "drill-alertmanager");
      await stage.judge.sendTo([`${stage.container("drill-alertmanager")}:9093`]);
    },
    cause: (stage) => runIn(stage, "drill-alertmanager", ending),
    undo: (stack) => runIn(stack, "drill-alertmanager", beginning),
    tidy: async (stage) => {
      await stage.judge.sendTo([]);
      await removeThrowaway(stage, "drill-alertmanager");
    },
  },
} as const satisfies Partial<Record<DrilledFault, FaultAction>>;
