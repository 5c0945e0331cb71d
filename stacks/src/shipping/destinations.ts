import { prometheusSecretsFolder } from "@monitoring/collection";
import { ampRegion, type RemoteWrite } from "@monitoring/remote-storage";
import { remoteWriteSecretName, type Config, type SecretName } from "../config.ts";

type Destination = Config["remoteWrite"][string];

/** A secret file of Prometheus, made from one secret or several. */
export interface SecretFile {
  readonly secrets: readonly SecretName[];
  readonly content: (values: readonly string[]) => string;
}

/** Where samples are sent, and the files that this takes. */
export interface ResolvedDestinations {
  readonly destinations: readonly RemoteWrite[];
  /** By name in {@link prometheusSecretsFolder}. */
  readonly secretFiles: Readonly<Record<string, SecretFile>>;
}

/** The file in AWS's own format: Prometheus has no setting that names a file with an access key's secret. */
export const awsCredentialsFile = "aws-credentials";

/** The destinations of `remoteWrite` that Prometheus sends to itself, in alphabetical order. */
export function resolveDestinations({ remoteWrite }: Config): ResolvedDestinations {
  const rows = Object.entries(remoteWrite).sort(([a], [b]) => (a < b ? -1 : 1));
  const keys = rows.filter(([, { kind, accessKey }]) => kind === "amp" && hasKey(accessKey));
  const passwords = rows.filter(([, row]) => row.kind === "generic" && hasSecret(row));
  return {
    destinations: rows.flatMap(([name, row]) => resolve(name, row)),
    secretFiles: {
      ...Object.fromEntries(
        passwords.map(([name]) => [
          secretFile(name),
          { secrets: [remoteWriteSecretName(name)], content: ([value = ""]: readonly string[]) => value },
        ]),
      ),
      ...(keys.length > 0 && {
        [awsCredentialsFile]: {
          secrets: keys.map(([name]) => remoteWriteSecretName(name)),
          content: (values) =>
            keys.map(([name, { accessKey = "" }], i) => profile(name, accessKey, values[i] ?? "")).join("\n"),
        },
      }),
    },
  };
}

/** The secrets that the destinations need. */
export function destinationSecrets(config: Config): readonly SecretName[] {
  return Object.values(resolveDestinations(config).secretFiles).flatMap(({ secrets }) => secrets);
}

function resolve(name: string, row: Destination): RemoteWrite[] {
  const { kind, url = "", accessKey, role, username, token } = row;
  switch (kind) {
    case "amp":
      return [
        {
          kind,
          name,
          url,
          region: row.region ?? ampRegion(url) ?? "",
          ...(hasKey(accessKey) && { profile: name }),
          ...(role !== undefined && { role }),
        },
      ];
    case "generic": {
      const file = `${prometheusSecretsFolder}/${secretFile(name)}`;
      if (username !== undefined) {
        return [{ kind, name, url, auth: { kind: "basic", username, passwordFile: file } }];
      }
      return [{ kind, name, url, ...(token === true && { auth: { kind: "bearer", tokenFile: file } }) }];
    }
    case "datadog":
      // Prometheus cannot send there: the collector that `render` writes the configuration of does.
      return [];
  }
}

function hasSecret({ username, token }: Destination): boolean {
  return username !== undefined || token === true;
}

function hasKey(accessKey: string | undefined): boolean {
  return accessKey !== undefined && accessKey !== "ambient";
}

function secretFile(name: string): string {
  return `remote-write-${name}`;
}

function profile(name: string, accessKey: string, secretKey: string): string {
  return `[${name}]\naws_access_key_id = ${accessKey}\naws_secret_access_key = ${secretKey}\n`;
}
