import { ampRegion, ampWriteUrl, datadogSite, keepEntryProblem } from "@monitoring/remote-storage";
import type { Contradiction } from "./contradictions.ts";
import { keyProblem } from "./problem.ts";
import { destinationKeys } from "./remote-write-schema.ts";
import type { Config } from "./schema.ts";

type Destination = Config["remoteWrite"][string];

/** What contradicts itself in `remoteWrite`, `ship` and `keep`. */
export function remoteWriteContradictions(config: Config): Contradiction[] {
  const destinations = Object.entries(config.remoteWrite);
  return [
    ...destinations.flatMap(([name, destination]) =>
      // A mistake in the address makes sentences about the rest worthless.
      (ofDatadog(name, destination) ?? foreignKeys(name, destination) ?? own(name, destination)).map(
        about(name),
      ),
    ),
    ...sameAddress(config),
    ...keepEntries(config),
  ];
}

interface Said {
  readonly key: string;
  readonly rest: string;
}

const about =
  (name: string) =>
  ({ key, rest }: Said): Contradiction => ({
    ...keyProblem(`remoteWrite.${name}.${key}`, rest),
    about: [`remoteWrite.${name}`],
  });

function ofDatadog(name: string, { url }: Destination): Said[] | undefined {
  const site = url === undefined ? undefined : datadogSite(url);
  if (site === undefined) return undefined;
  const rest =
    `is an address of Datadog, which takes JSON there and has no receiver for remote_write: every request would fail. ` +
    `Write remoteWrite: { ${name}: { kind: datadog, site: ${site} } } instead; npm run render then writes the ` +
    "configuration of an OpenTelemetry Collector that scrapes the same and sends it (docs/remote-write.md)";
  return [{ key: "url", rest }];
}

/** Keys that this kind of destination has not. */
function foreignKeys(_: string, { kind, ...rest }: Destination): Said[] | undefined {
  const known: readonly string[] = destinationKeys[kind];
  const foreign = Object.keys(rest).filter((key) => !known.includes(key));
  const said = foreign.map((key) => ({
    key,
    rest: `is set, but kind ${kind} takes only ${known.join(", ")}; remove it, or choose another kind`,
  }));
  return said.length === 0 ? undefined : said;
}

function own(name: string, destination: Destination): Said[] {
  const { kind, url } = destination;
  if (kind === "datadog") return [];
  if (url === undefined) {
    const what =
      kind === "amp"
        ? "the workspace's endpoint, e.g. https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-..."
        : "the address that takes remote_write, e.g. https://mimir.example.com/api/v1/push";
    return [{ key: "url", rest: `is not set; it must be ${what}` }];
  }
  return kind === "amp" ? ampMistakes(name, destination, url) : genericMistakes(destination, url);
}

function ampMistakes(name: string, { region, accessKey }: Destination, url: string): Said[] {
  const inUrl = ampRegion(url);
  const said: Said[] = [];
  if (inUrl !== undefined && !/\/workspaces\/ws-[\w-]+\/*(api\/v1\/remote_write)?$/.test(url)) {
    said.push({
      key: "url",
      rest: "names no workspace; copy the endpoint of remote write from AWS's console, which ends in /workspaces/ws-.../api/v1/remote_write",
    });
  }
  if (region === undefined && inUrl === undefined) {
    said.push({ key: "region", rest: "is not set, and the url names none; give the workspace's region" });
  }
  if (region !== undefined && inUrl !== undefined && region !== inUrl) {
    said.push({
      key: "region",
      rest: `is "${region}", but the url is of ${inUrl}: AWS would refuse the signature; remove region`,
    });
  }
  if (accessKey === undefined) {
    const rest =
      "is not set; give the id of an IAM user's access key, whose secret is remoteWriteSecret-" +
      `${name}, or ambient where the machine itself has a role: a Prometheus that finds no credentials does not start`;
    said.push({ key: "accessKey", rest });
  }
  return said;
}

function genericMistakes({ username, token }: Destination, url: string): Said[] {
  if (ampRegion(url) !== undefined) {
    return [
      { key: "kind", rest: "is generic, but the url is of AMP, which wants signed requests; write amp" },
    ];
  }
  if (username !== undefined && token === true) {
    return [
      {
        key: "token",
        rest: "is true, and username is set: a request has only one Authorization header; remove one of them",
      },
    ];
  }
  return [];
}

/** Two names for one address would send, and pay, twice. */
function sameAddress({ remoteWrite }: Config): Contradiction[] {
  const users = new Map<string, string>();
  return Object.entries(remoteWrite).flatMap(([name, { kind, url }]) => {
    if (url === undefined) return [];
    const address = kind === "amp" ? ampWriteUrl(url) : url;
    const other = users.get(address);
    users.set(address, other ?? name);
    if (other === undefined) return [];
    return [
      {
        ...keyProblem(
          `remoteWrite.${name}.url`,
          `is that of remoteWrite.${other}, too: every sample would be sent, and paid, twice; remove one of them`,
        ),
        about: [`remoteWrite.${name}`, `remoteWrite.${other}`],
      },
    ];
  });
}

function keepEntries({ keep, ship }: Config): Contradiction[] {
  if (keep.length > 0 && ship === "all") {
    const rest = "is set, but monitoring:ship is all, so that everything leaves anyway; remove one of them";
    return [{ ...keyProblem("keep", rest), about: ["keep", "ship"] }];
  }
  return keep.flatMap((entry, i) => {
    const problem = keepEntryProblem(entry);
    if (problem === undefined) return [];
    return [{ ...keyProblem(`keep.${i}`, `is ${JSON.stringify(entry)}; it ${problem}`), about: ["keep"] }];
  });
}
