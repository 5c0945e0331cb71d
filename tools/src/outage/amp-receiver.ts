import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen } from "../loopback.ts";
import { elect, type Elected } from "./election.ts";
import { decodeWrite, inProtocol, readBody, type Check, type ReceivedSample } from "./remote-write-wire.ts";
import { sampleStore, type Fate, type SampleStore, type StoreLimits } from "./sample-store.ts";

/** What AMP does with replicas and with late samples; all in milliseconds. */
export interface AmpBehaviour extends StoreLimits {
  /** How long the elected replica may be silent before another one is. */
  readonly failover: number;
}

/** AMP's own numbers (user guide, "Deduplicating high availability metrics" and "Service quotas"). */
export const ampBehaviour: AmpBehaviour = { failover: 30_000, maxAge: 3_600_000, outOfOrder: 60_000 };

/** How requests are answered: as AMP does when all is well, with an error, or not at all. */
export type Answer = "well" | "away" | 400 | 403 | 429 | 503;

/** What became of a sample that arrived: what the store says, dropped as the other replica's, or refused with its request. */
export type Arrival = Fate | "other replica" | "refused";

/** A receiver that behaves as AMP is documented to. */
export interface AmpReceiver {
  /** Where samples are sent. */
  readonly url: string;
  readonly store: SampleStore;
  /** Complaints about the signature or the protocol: none if all is well. */
  readonly complaints: readonly string[];
  /** Requests by the status they were answered with. */
  readonly answered: ReadonlyMap<number, number>;
  readonly elected: (cluster: string) => string | undefined;
  readonly answer: (how: Answer) => void;
  /** Answers no other replica until this one has been taken: what chance decides after an outage is decided here. */
  readonly hearFirst: (replica: string) => void;
  readonly close: () => Promise<void>;
}

/** Starts a receiver on loopback. `onArrival` is told what became of each sample, and which replica sent it. */
export async function startAmpReceiver(
  check: Check,
  behaviour: AmpBehaviour,
  onArrival: (sample: ReceivedSample, replica: string, arrival: Arrival) => void,
): Promise<AmpReceiver> {
  const store = sampleStore(behaviour);
  const complaints: string[] = [];
  const answered = new Map<number, number>();
  let elected: Elected = new Map();
  let how: Answer = "well";
  let first: string | undefined;

  const take = (samples: readonly ReceivedSample[], now: number): { status: number; text: string } => {
    const [{ labels } = { labels: {} as ReceivedSample["labels"] }] = samples;
    const { cluster, __replica__: replica } = labels;
    if (cluster !== undefined && replica !== undefined) {
      const election = elect(elected, { cluster, replica, at: now }, behaviour.failover);
      elected = election.elected;
      if (!election.kept) {
        for (const sample of samples) onArrival(sample, replica, "other replica");
        return { status: 202, text: `the samples of another replica than ${replica} are kept` };
      }
    }
    // Those that can be stored are, whatever becomes of the others: the answer is of the worst.
    const refused = samples.flatMap((sample) => {
      const { __replica__: sender = "", ...kept } = sample.labels;
      const fate = store.add({ ...sample, labels: cluster === undefined ? sample.labels : kept }, now);
      onArrival(sample, sender, fate);
      return fate === "stored" || fate === "repeated" ? [] : [fate];
    });
    return refused.length === 0
      ? { status: 200, text: "" }
      : { status: 400, text: `${refused.length} samples refused: ${[...new Set(refused)].join(", ")}` };
  };

  const respond = (request: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    const say = (status: number, text: string): void => {
      answered.set(status, (answered.get(status) ?? 0) + 1);
      response.writeHead(status).end(text);
    };
    const wrong = check(request, body) ?? inProtocol(request, body);
    if (wrong !== undefined) {
      complaints.push(wrong);
      say(403, wrong);
      return;
    }
    const samples = decodeWrite(body);
    const sender = samples[0]?.labels["__replica__"] ?? "";
    if (how === "away" || (how === "well" && first !== undefined && sender !== first)) {
      request.socket.destroy();
    } else if (how === "well") {
      first = undefined;
      const { status, text } = take(samples, Date.now());
      say(status, text);
    } else {
      if (how === 400 || how === 403) for (const sample of samples) onArrival(sample, sender, "refused");
      say(how, `answered with ${how}, as it was told`);
    }
  };

  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => {
        respond(request, response, body);
      },
      // A sender that was killed in the middle of a request.
      () => undefined,
    );
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/workspaces/ws-double/`,
    store,
    complaints,
    answered,
    elected: (cluster) => elected.get(cluster)?.replica,
    answer: (next) => (how = next),
    hearFirst: (replica) => (first = replica),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
