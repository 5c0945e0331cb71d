import * as kinds from "./kinds.ts";

/** The kinds of destinations, and which keys each takes beside `kind`. */
export const destinationKeys = {
  amp: ["url", "region", "accessKey", "role"],
  generic: ["url", "username", "token"],
  datadog: ["site"],
} as const;

/** Datadog's sites. */
export const datadogSites = [
  "datadoghq.com",
  "us3.datadoghq.com",
  "us5.datadoghq.com",
  "datadoghq.eu",
  "ap1.datadoghq.com",
  "ap2.datadoghq.com",
  "ddog-gov.com",
] as const;

/** A destination: all keys of all kinds, so that a key of another kind gets a sentence of its own. */
export const destination = kinds.mapping({
  kind: kinds
    .oneOf("amp", "generic", "datadog")
    .describe(
      "amp: AWS Managed Prometheus; generic: any other receiver of remote_write; datadog: `render` writes the configuration of a collector",
    ),
  url: kinds.httpUrl
    .exactOptional()
    .describe("of amp the workspace's endpoint; of generic the address that takes remote_write"),
  region: kinds.region.exactOptional().describe("of amp; the one in the url unless set"),
  accessKey: kinds.accessKey
    .exactOptional()
    .describe(
      "of amp: the id of an access key, whose secret is `remoteWriteSecret-<name>`, or `ambient` where the machine has a role",
    ),
  role: kinds.roleArn.exactOptional().describe("of amp: a role to take on before sending"),
  username: kinds.text
    .exactOptional()
    .describe("of generic: basic authentication; its password is the secret `remoteWriteSecret-<name>`"),
  token: kinds.flag
    .exactOptional()
    .describe("of generic: send the secret `remoteWriteSecret-<name>` as a bearer token"),
  site: kinds
    .oneOf(...datadogSites)
    .exactOptional()
    .describe("of datadog: your site; datadoghq.com unless set"),
});
