import type { DrilledFault, FaultAction, Signal } from "../fault-action.ts";
import { propsPorts, propsService, writeIn } from "../stage.ts";
import { endPrometheus, prometheusMemoryMb, startPrometheus } from "./prometheus.ts";

/** A remote storage that answers something else than usual. */
function remoteAnswers(
  name: string,
  status: number,
  row: Pick<FaultAction, "says" | "onsetSeconds"> & { readonly signal: Signal },
): FaultAction {
  const service = `drill-remote-${name}`;
  const answer = `props/answers/${name}`;
  return {
    says: row.says,
    about: service,
    looksAt: [row.signal],
    changes: [row.signal],
    onsetSeconds: row.onsetSeconds,
    recoverySeconds: 15,
    megabytes: prometheusMemoryMb,
    prepare: async (stage) => {
      await stage.props();
      const url = `http://${stage.container(propsService)}:${propsPorts.http}/answers/${name}`;
      const queue = { batch_send_deadline: "1s", max_backoff: "2s" };
      await startPrometheus(stage, service, {
        config: { remote_write: [{ name, url, queue_config: queue }] },
      });
    },
    cause: (stage) => writeIn(stage, propsService, { [answer]: String(status) }),
    undo: (stack) => writeIn(stack, propsService, { [answer]: "204" }),
    tidy: (stage) => endPrometheus(stage, service),
  };
}

/** Faults of the way to remote storage. */
export const remoteWriteFaults = {
  "remote-write-blocked": remoteAnswers("blocked", 503, {
    says: "the remote storage of a throwaway Prometheus answers 503 to everything",
    signal: "remote delay",
    onsetSeconds: 30,
  }),
  "remote-write-refused": remoteAnswers("refused", 400, {
    says: "the remote storage of a throwaway Prometheus answers 400 to everything",
    signal: "remote losses",
    onsetSeconds: 15,
  }),
} as const satisfies Partial<Record<DrilledFault, FaultAction>>;
